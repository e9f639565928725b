/** A person's or a program's HTTP side: keeps the session cookie and the CSRF token. */
export class Client {
  readonly url: string
  cookie = ''
  csrf = ''
  constructor(url: string) {
    this.url = url
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.cookie) headers.set('cookie', this.cookie)
    if (this.csrf && init.method && init.method !== 'GET') headers.set('x-td-csrf', this.csrf)
    const response = await fetch(this.url + path, { ...init, headers, redirect: 'manual' })
    const set = response.headers.getSetCookie().map((c) => c.split(';')[0] ?? '')
    if (set.length) this.cookie = set.join('; ')
    return response
  }

  async get<T = Record<string, unknown>>(path: string): Promise<{ status: number; body: T }> {
    return read(await this.fetch(path))
  }

  async send<T = Record<string, unknown>>(
    method: 'POST' | 'PATCH' | 'DELETE' | 'PUT',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T }> {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
    return read(
      await this.fetch(path, {
        method,
        headers: { ...json, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
  }

  post<T = Record<string, unknown>>(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.send<T>('POST', path, body, headers)
  }

  async signIn(username: string, password: string): Promise<void> {
    const { status, body } = await this.post('/api/sign-in', { username, password })
    if (status !== 200) throw new Error(`sign-in failed: ${status} ${JSON.stringify(body)}`)
    const me = await this.get<{ csrf: string }>('/api/me')
    this.csrf = me.body.csrf
  }
}

async function read<T>(response: Response): Promise<{ status: number; body: T }> {
  const text = await response.text()
  return {
    status: response.status,
    body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as T,
  }
}
