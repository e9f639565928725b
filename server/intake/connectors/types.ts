import type {
  ConnectorSettings,
  HealthView,
  SettingsKind,
  TrialView,
} from '../../../shared/api/connectors.ts'
import { FETCH_ERRORS, type FetchErrorCode } from '../../../shared/fetch-error.ts'
import type { Files } from '../files/index.ts'
import type { Answer } from '../types.ts'
import type { Bookmark } from './store.ts'

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

/** What a connector of these settings works with. */
export type Room<S extends ConnectorSettings> = {
  id: string
  settings: S
  /** Longest payload in bytes. */
  limit: number
  /** Its own folder; need not exist. */
  folder: string
  /** The same instant (ms) when the source is open by its contract, else its next opening. */
  opening(at: number): number
  /** By what an answer is read now: settings, contract and decoders. Read otherwise, the same bytes may say something else. */
  reading(): string
  /** Read at each look: a secret may be set anew meanwhile. */
  secrets(): Promise<Record<string, string>>
  readBookmark(): Promise<Bookmark>
  writeBookmark(bookmark: Bookmark): Promise<void>
  deliver: Deliver
  /** The source's last will says that it is gone, or the source that it is back. */
  gone(gone: boolean): void
  /** An error that is not the source's. */
  onError(error: unknown): void
}
export type Try<S extends ConnectorSettings> = {
  id: string
  settings: S
  secrets: Record<string, string>
  limit: number
  folder: string
}

/** One way of getting at a source: all that the others need to know of it. */
export type Kind<S extends ConnectorSettings> = {
  /** What the schema cannot say: the field and what is wrong with it; null = sound. */
  fault(settings: S): { field: string; problem: string } | null
  /** Names of the secrets that these settings use. */
  secrets(settings: S): string[]
  /** Where its secrets go: for another place they are entered anew. */
  place(settings: S): string
  make(room: Room<S>): Connector
  /** One look without memory, decoded, mapped and judged; writes nothing. Throws FetchError and what a preview throws. */
  trial(wish: Try<S>, files: Files): Promise<TrialView>
}
export type SettingsOf<K extends SettingsKind> = Extract<ConnectorSettings, { kind: K }>

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
