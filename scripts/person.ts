// Somebody who is signed in over HTTP as from a browser: what a script does in a person's name.
import type { Role } from '../shared/vocabulary.ts'
import { ACCOUNTS } from './simulator/demonstration/accounts.ts'

export class Person {
  readonly #url: string
  readonly cookie: string
  readonly #csrf: string
  private constructor(url: string, cookie: string, csrf: string) {
    this.#url = url
    this.cookie = cookie
    this.#csrf = csrf
  }

  /** Somebody of the demonstration. */
  static async of(url: string, role: Role): Promise<Person> {
    const account = ACCOUNTS.find((a) => a.role === role)
    if (!account) throw new Error(`the demonstration has no ${role}`)
    return Person.signIn(url, account.username, account.password)
  }

  /** Throws with what the server said when it refuses. */
  static async signIn(url: string, username: string, password: string): Promise<Person> {
    const signed = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    if (!signed.ok) throw new Error(`sign-in: ${signed.status} ${await signed.text()}`)
    const cookie = signed.headers
      .getSetCookie()
      .map((c) => c.split(';')[0])
      .join('; ')
    const me = (await (await fetch(`${url}/api/me`, { headers: { cookie } })).json()) as { csrf: string }
    return new Person(url, cookie, me.csrf)
  }

  /** Throws with what the server said when it refuses. */
  async ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...{ cookie: this.cookie, 'x-td-csrf': this.#csrf },
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
}
