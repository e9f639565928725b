import { setTimeout as pause } from 'node:timers/promises'
import type { Inject, Scenario, ScenarioConnection } from '../../../shared/api/exercise.ts'
import {
  type Came,
  curveValue,
  dueBy,
  earlyBy,
  isSilent,
  ownMinute,
} from '../../../shared/exercise/course.ts'
import { capOf } from './cap.ts'
import {
  type DriverClock,
  type DriverNews,
  type DriverOrders,
  PICTURE,
  type PictureRow,
  type Sent,
} from './orders.ts'
import type { Answer } from './send.ts'

type Send = (connection: string, what: 'observations' | 'alerts', body: string) => Promise<Answer>
const LOOK_MS = 200
const BATCH = 5_000
/** So long what comes but once is tried again while it does not arrive; less than a driver that is stopped has time. */
const INSIST_MS = 4_000
const AGAIN_MS = 500
const rounded = (value: number) => Math.round(value * 1000) / 1000

/** The rows of a connection's curves at a minute of the scenario; none while it is silent. */
export function rowsAt(
  scenario: Scenario,
  connection: ScenarioConnection,
  minute: number,
  at: number,
  came: Came,
): PictureRow[] {
  if (isSilent(scenario.injects, connection.id, minute, came)) return []
  // Of two curves of one series the one that began last holds.
  const rows = new Map<string, PictureRow>()
  const begunAt = (i: Inject) => i.at - (came.get(i.id) ?? 0)
  for (const i of [...scenario.injects].sort((a, b) => begunAt(a) - begunAt(b))) {
    const own = ownMinute(i, minute, came)
    if (i.kind !== 'curve' || i.connection !== connection.id || own === null) continue
    const value = curveValue(i.points, own)
    if (value === null) continue
    rows.set(`${i.indicator}/${i.unit}`, {
      indicator: i.indicator,
      unit: i.unit,
      at: new Date(at).toISOString(),
      value: rounded(value),
      status: 'provisional',
    })
  }
  return [...rows.values()]
}

/** Plays a scenario: sends what is due, at the minute that the exercise's clock shows. */
export class Drive {
  readonly #orders: DriverOrders
  readonly #send: Send
  readonly #tell: (news: DriverNews) => void
  /** Null until it is told. */
  #clock: (DriverClock & { at: number }) | null = null
  #playing = false
  readonly #came: Map<string, number>
  /** When each connection last sent what arrived (ms of the real clock), and the alerts sent so far by their injects. */
  readonly #sentAt = new Map<string, number>()
  readonly #alerts: Map<string, Sent>
  #over = false

  constructor(orders: DriverOrders, send: Send, tell: (news: DriverNews) => void) {
    this.#orders = orders
    this.#came = new Map(Object.entries(orders.came))
    this.#alerts = new Map(Object.entries(orders.alerts))
    this.#send = send
    this.#tell = tell
  }

  get #minute(): number {
    if (!this.#clock) return 0
    const { minute, speed, running, at } = this.#clock
    return running ? minute + ((Date.now() - at) / 60_000) * speed : minute
  }

  /** The real country's last picture, before anything happens in it. */
  async picture(): Promise<void> {
    const { picture } = this.#orders
    for (let i = 0; i < picture.length; i += BATCH)
      await this.#insist(
        PICTURE,
        'observations',
        JSON.stringify({ observations: picture.slice(i, i + BATCH) }),
      )
  }

  set(clock: DriverClock): void {
    this.#clock = { ...clock, at: Date.now() }
  }

  async inject(id: string): Promise<void> {
    const found = this.#orders.scenario.injects.find((i) => i.id === id)
    if (found) await this.#do(found)
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#over) this.#tell({ kind: 'over' })
      else if (this.#clock) await this.#look(this.#clock.running)
      await pause(LOOK_MS)
    }
  }

  /** While the clock stands nothing comes, and sources say what they said: one that fell silent would be a lost one. */
  async #look(running: boolean): Promise<void> {
    const { scenario } = this.#orders
    const minute = this.#minute
    if (running) for (const inject of dueBy(scenario, minute, this.#came)) await this.#do(inject)
    const now = Date.now()
    const answers = await Promise.all(
      scenario.connections
        .filter((c) => c.kind === 'numbers')
        .filter((c) => now - (this.#sentAt.get(c.id) ?? 0) >= c.everySeconds * 1000)
        .map((c) => this.#beat(c, minute, now)),
    )
    // What did not arrive is sent with the next look: until then its source has not spoken.
    if (!this.#playing && answers.every((a) => a === null || a.heard)) {
      this.#playing = true
      this.#tell({ kind: 'playing' })
    }
    if (running && minute >= scenario.minutes) this.#over = true
  }

  async #beat(connection: ScenarioConnection, minute: number, now: number): Promise<Answer | null> {
    const rows = rowsAt(this.#orders.scenario, connection, minute, now, this.#came)
    if (!rows.length) return null
    this.#sentAt.set(connection.id, now)
    const answer = await this.#send(connection.id, 'observations', JSON.stringify({ observations: rows }))
    if (!answer.heard && this.#sentAt.get(connection.id) === now) this.#sentAt.delete(connection.id)
    return answer
  }

  /** A source says its numbers again by itself; the picture and an alert it does not. The same bytes are taken once. */
  async #insist(connection: string, what: 'observations' | 'alerts', body: string): Promise<Answer> {
    for (const until = Date.now() + INSIST_MS; ; await pause(AGAIN_MS)) {
      const answer = await this.#send(connection, what, body)
      if (answer.heard || Date.now() >= until) return answer
    }
  }

  async #do(inject: Inject): Promise<void> {
    // It may have been brought on while the one before it was being sent.
    if (this.#came.has(inject.id)) return
    const minute = this.#minute
    this.#came.set(inject.id, earlyBy(inject, minute))
    const result = await this.#carryOut(inject)
    this.#tell({
      kind: 'injected',
      inject: inject.id,
      minute,
      taken: result?.taken ?? null,
      answer: result?.answer ?? '',
      alert: this.#alerts.get(inject.id) ?? null,
    })
  }

  async #carryOut(inject: Inject): Promise<Answer | null> {
    const { scenario } = this.#orders
    if (inject.kind === 'alert') {
      const of = inject.of === undefined ? null : (this.#alerts.get(inject.of) ?? null)
      const { xml, sent } = capOf(inject, Date.now(), of)
      this.#alerts.set(inject.id, sent)
      return this.#insist(inject.connection, 'alerts', xml)
    }
    if (inject.kind === 'curve') {
      const connection = scenario.connections.find((c) => c.id === inject.connection)
      return connection ? this.#beat(connection, this.#minute, Date.now()) : null
    }
    return null
  }
}
