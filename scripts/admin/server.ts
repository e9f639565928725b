/** A refusal as the server words it. */
export class Refused extends Error {
  override name = 'Refused'
}

type Body = { code?: string; message?: { vi: string; en: string }; detail?: unknown }

/** The running server, asked as the person whose token this is: the same routes, rules and audit as the pages. */
export class Server {
  readonly #url: string
  readonly #token: string
  constructor(env: NodeJS.ProcessEnv) {
    this.#url = (env.TD_URL ?? 'http://localhost:8080').replace(/\/$/, '')
    this.#token = env.TD_TOKEN ?? ''
    if (!this.#token)
      throw new Refused(
        'TD_TOKEN is not set: make a personal token on the page Quản trị → Tài khoản của tôi, then TD_TOKEN=… npm run admin -- …',
      )
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const form = body instanceof FormData
    let response: Response
    try {
      response = await fetch(this.#url + path, {
        method,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      })
    } catch {
      throw new Refused(`no server answers at ${this.#url}: start it, or set TD_URL`)
    }
    const text = await response.text()
    const value: unknown = text ? JSON.parse(text) : null
    if (response.ok) return value as T
    const { code = String(response.status), message, detail } = (value ?? {}) as Body
    throw new Refused(
      `${code}: ${message?.en ?? response.statusText} (${message?.vi ?? ''}) ${JSON.stringify(detail ?? {})}`,
    )
  }
  get = <T>(path: string) => this.send<T>('GET', path)
  post = <T>(path: string, body: unknown = {}) => this.send<T>('POST', path, body)
  patch = <T>(path: string, body: unknown) => this.send<T>('PATCH', path, body)
}
