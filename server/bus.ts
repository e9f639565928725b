import { EventEmitter } from 'node:events'
import type { HappeningRow } from '../shared/live.ts'
import type { ConnectionState, Entry, Language, Status } from '../shared/vocabulary.ts'

/** One committed observation. Times are ms since 1970. */
export type RecordedRow = {
  series: number
  validFrom: number
  validTo: number
  period: string | null
  value: number
  status: Status
  entry: Entry
  simulated: boolean
  revision: number
  recordedAt: number
  message: string
  row: number
  /** Whether this is now the newest value of its series. */
  isLatest: boolean
}

export type CommittedMessage = {
  id: string
  connectionId: string
  receivedAt: number
  committedAt: number
  entry: Entry
  accepted: number
  unchanged: number
  refused: number
  simulated: boolean
}

/** Something that happened, for the shift log to keep by itself. */
export type LogbookNote = {
  at: number
  /** A stable word of the room that tells it, like `connection.lost` or `screen.revoked`. */
  kind: string
  /** What it is about, like `connection:EVN-HO`, `screen:3`, `alarm:17`; null for nothing single. */
  subject: string | null
  text: Record<Language, string>
  /** Who did it, as the audit names them; null for the system. */
  actor: string | null
  detail: Record<string, string | number>
}

/** Somebody tries to come in as a screen; `forgiven`: the screen was paired anew. */
export type Intrusion = {
  /** `code:<account>` of whoever guesses, or `screen:<id>` whose token was copied. */
  subject: string
  state: 'guessed' | 'copied' | 'forgiven'
  since: number
  /** `name` of the guesser or the screen, and the `address`: for the desk, never for the wall. */
  detail: Record<string, string | number>
}

/** What the rooms tell each other, always after the commit and in its order. */
export type BusEvents = {
  observations: [{ rows: RecordedRow[]; message: CommittedMessage }]
  message: [CommittedMessage]
  /** Refused rows of messages received then that are refused no more. */
  repaired: [{ connectionId: string; rows: { message: string; receivedAt: number; count: number }[] }]
  catalogue: []
  /** An account came, or who may come in by it changed. */
  accounts: []
  /** Days off, or worked, were decided anew. */
  calendar: []
  /** What is in force, or coming, is other than before. */
  alerts: []
  connections: [{ ids: string[] }]
  series: [{ ids: number[] }]
  freshness: [{ series: number[] }]
  /** Series whose numbers came to stand in doubt, or do no more. */
  doubt: [{ series: number[] }]
  'connection-state': [
    { id: string; state: ConnectionState; previous: ConnectionState | null; since: number },
  ]
  /** A source's last will said that it is gone, or it is back. */
  'source-gone': [{ id: string; gone: boolean; at: number }]
  /** A directive was given, acted on, or came by itself to another state. */
  directives: []
  /** A session was booked, changed, answered or called off. */
  bookings: []
  screens: []
  intrusion: [Intrusion]
  /** Positions, who stands watch there, whether they are present, or the roster changed. */
  shifts: []
  /** The stage of operation, its checklist or what the stages ask for changed; `stage` is what is in force. */
  stage: [{ stage: number }]
  /** The shift log has entries that it had not. */
  log: []
  /** A scene, a playlist or their settings were saved. */
  scenes: []
  bridge: [{ session: string }]
  /** What screens may show is other than before: points from outside came or went, or a level was set. */
  privacy: []
  attention: []
  /** Alarms were raised, acted on or ended. */
  alarms: [{ ids: number[] }]
  /** This world is over: an exercise that is read from now on. */
  over: []
  happening: [HappeningRow]
  logbook: [LogbookNote]
}

export class Bus {
  readonly #emitter = new EventEmitter<BusEvents>({ captureRejections: false })
  readonly #onError: (error: unknown, event: string) => void
  constructor(onError: (error: unknown, event: string) => void) {
    this.#onError = onError
    this.#emitter.setMaxListeners(100)
  }
  /** One listener's failure never reaches the emitter or the other listeners. Returns how to stop. */
  on<K extends keyof BusEvents>(event: K, listener: (...args: BusEvents[K]) => void): () => void {
    const guarded = (...args: BusEvents[K]) => {
      try {
        listener(...args)
      } catch (error) {
        this.#onError(error, event)
      }
    }
    const emitter: EventEmitter = this.#emitter
    emitter.on(event, guarded)
    return () => emitter.off(event, guarded)
  }
  emit<K extends keyof BusEvents>(event: K, ...args: BusEvents[K]): void {
    const emitter: EventEmitter = this.#emitter
    emitter.emit(event, ...args)
  }
}
