import { RequestProblem } from './problem.ts'
import { forget, sessionStore } from './session.ts'

const SCREEN = 'td.screen'
/** The wall's device token; the fragment or a code brought it. */
export const screenToken = {
  get: (): string | null => localStorage.getItem(SCREEN),
  set: (token: string) => localStorage.setItem(SCREEN, token),
  clear: () => localStorage.removeItem(SCREEN),
}
/** The secret of this machine: a screen's token opens on it alone. */
const DEVICE = 'td.device'

function headers(body: unknown): Headers {
  const h = new Headers({ accept: 'application/json' })
  if (body instanceof Blob) h.set('content-type', 'application/octet-stream')
  else if (body !== undefined && !(body instanceof FormData)) h.set('content-type', 'application/json')
  const { csrf } = sessionStore.getState()
  if (csrf) h.set('x-td-csrf', csrf)
  const token = screenToken.get()
  if (token && location.pathname === '/wall') {
    h.set('authorization', `Screen ${token}`)
    const device = localStorage.getItem(DEVICE)
    if (device) h.set('x-td-device', device)
  }
  return h
}

/** JSON in and out. Throws RequestProblem; a session that is over is forgotten, so that the sign-in page comes. */
async function request<T>(method: string, path: string, body?: unknown, plain = false): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: headers(body),
      credentials: plain ? 'omit' : 'same-origin',
      ...(body === undefined
        ? {}
        : { body: body instanceof FormData || body instanceof Blob ? body : JSON.stringify(body) }),
    })
  } catch {
    throw new RequestProblem(0, null)
  }
  const text = await response.text()
  let value: unknown = null
  try {
    value = text ? JSON.parse(text) : null
  } catch {
    throw new RequestProblem(response.status, null)
  }
  if (response.ok) return value as T
  if (response.status === 401 && path !== '/api/sign-in') forget()
  throw new RequestProblem(response.status, value)
}

/** Reads that speak of a time: asked as of the page's. */
const TIMED = /^\/api\/(history|latest|observations|series|coverage|indicator\/[^/]+\/(summary|projection))\b/
let asOfPage: () => Record<string, number | undefined> = () => ({})
/** The page's clock says here what its reads are to be asked with; live says nothing. */
export function readAsOf(parameters: () => Record<string, number | undefined>): void {
  asOfPage = parameters
}

/** The address with the page's time in it, for reads that speak of a time. */
export function timed(path: string): string {
  if (!TIMED.test(path)) return path
  const more = Object.entries(asOfPage()).flatMap(([k, v]) => (v === undefined ? [] : [`${k}=${v}`]))
  return more.length ? `${path}${path.includes('?') ? '&' : '?'}${more.join('&')}` : path
}

export const api = {
  get: <T>(path: string) => request<T>('GET', timed(path)),
  post: <T>(path: string, body: unknown = {}) => request<T>('POST', path, body),
  patch: <T>(path: string, body: unknown = {}) => request<T>('PATCH', path, body),
  put: <T>(path: string, body: unknown = {}) => request<T>('PUT', path, body),
  delete: <T>(path: string) => request<T>('DELETE', path),
  upload: <T>(path: string, form: FormData | Blob) => request<T>('POST', path, form),
  /** Without the session's cookie: for a screen, which is nobody's session. */
  bare: <T>(path: string, body: unknown = {}) => request<T>('POST', path, body, true),
}
