import i18next from 'i18next'

type Body = { code: string; message: { vi: string; en: string }; detail: Record<string, unknown> }
const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value

const AWAY: Body = {
  code: 'NO_LINK',
  message: { vi: 'Không liên lạc được với máy chủ', en: 'The server cannot be reached' },
  detail: {},
}

/** A refusal as the server words it: a stable code, what is wrong, and where. */
export class RequestProblem extends Error {
  override name = 'RequestProblem'
  readonly code: string
  readonly status: number
  readonly detail: Record<string, unknown>
  readonly #message: Body['message']
  constructor(status: number, body: unknown) {
    const known = isBody(body) ? body : AWAY
    super(known.message.en)
    this.code = known.code
    this.status = status
    this.detail = known.detail ?? {}
    this.#message = known.message
  }
  get text(): string {
    return i18next.language === 'en' ? this.#message.en : this.#message.vi
  }
}
