import type { HealthView } from '../../../shared/api/connectors.ts'
import { FETCH_ERRORS, type FetchErrorCode } from '../../../shared/fetch-error.ts'
import type { Answer } from '../types.ts'

/** One running connection to a source that does not send by itself. */
export type Connector = {
  start(): void
  /** Resolves when nothing of it runs any more; what it had delivered stays delivered. */
  stop(): Promise<void>
  health(): HealthView
}

/** What a connector brings: a payload as received, or that the source says nothing changed (`body` = how it said so). */
export type Delivery = {
  body: Buffer
  /** Its ending says how it is read; null = nothing changed. */
  fileName: string | null
  receivedAt: number
}
/** Answers after the commit. Throws RequestError when nothing of it could be read or taken. */
export type Deliver = (delivery: Delivery) => Promise<Answer>

/** A source could not be fetched. */
export class FetchError extends Error {
  override name = 'FetchError'
  readonly code: FetchErrorCode
  readonly detail: Record<string, unknown>
  constructor(code: FetchErrorCode, detail: Record<string, unknown> = {}) {
    super(FETCH_ERRORS[code][1])
    this.code = code
    this.detail = detail
  }
  body() {
    const [vi, en] = FETCH_ERRORS[this.code]
    return { code: this.code, message: { vi, en }, detail: this.detail }
  }
}
