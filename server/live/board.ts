import { BEAT_CELL_MS, BEAT_CELLS, type BeatCell, type BoardPatch, type BoardRow } from '../../shared/live.ts'
import { CONNECTION_STATES, type ConnectionState } from '../../shared/vocabulary.ts'
import type { CommittedMessage } from '../bus.ts'
import type { Words } from '../catalogue/index.ts'
import type { Connection } from '../intake/index.ts'
import type { ConnectionAge } from '../trust/index.ts'
import type { News } from './news.ts'

export type BoardFacts = {
  connection(id: string): Connection | undefined
  agency(connection: Connection): { code: string; name: Words }
  age(id: string): ConnectionAge | null
  expected(connection: Connection, lastMessageAt: number): { dueAt: number; lateAt: number }
}
type Line = {
  /** Messages and rows of the last 60 s by second of the clock. */
  seconds: Map<number, { messages: number; rows: number }>
  beat: Map<number, BeatCell>
  latency: number | null
  lag: number | null
  lastMessageAt: number | null
  newsAt: number | null
  unchanged: boolean
}
const SMOOTH = 0.2
const smooth = (old: number | null, now: number) => (old === null ? now : old + SMOOTH * (now - old))
const worse = (a: ConnectionState | null, b: ConnectionState | null) =>
  a === null ? b : b === null ? a : CONNECTION_STATES.indexOf(a) <= CONNECTION_STATES.indexOf(b) ? a : b
const cellOf = (at: number) => Math.floor(at / BEAT_CELL_MS)

/** The connection board: what each connection did in the last minute and the last day. Memory is bounded by both. */
export class Board {
  readonly #facts: BoardFacts
  readonly #lines = new Map<string, Line>()
  readonly #dirty = new Set<string>()
  #endedAt = 0
  /** Of what was received before (ms) nothing is known yet; null = it is all here. */
  #pastUntil: number | null = null
  /** The bars came whole since they were told last. */
  #wholeBars = false

  constructor(facts: BoardFacts) {
    this.#facts = facts
  }

  /** What was received before `until` is still to be read: till then the board does not speak of it. */
  awaitsPast(until: number): void {
    this.#pastUntil = until
  }

  /** What came before; it joins what the board has counted itself since. */
  hydrate(
    beats: { id: string; cell: number; messages: number; refused: number }[],
    states: { id: string; at: number; state: string }[],
    news: readonly News[],
    now: number,
  ): void {
    this.#pastUntil = null
    this.#wholeBars = true
    for (const { id, newsAt, unchanged } of news) {
      const line = this.#line(id)
      line.newsAt ??= newsAt
      if (line.lastMessageAt === null) line.unchanged = unchanged
    }
    for (const b of beats) {
      const cell = this.#cell(b.id, b.cell)
      cell.messages += b.messages
      cell.refused += b.refused
    }
    const last = new Map<string, { cell: number; state: ConnectionState }>()
    const from = cellOf(now) - BEAT_CELLS
    for (const s of states) {
      const state = CONNECTION_STATES.find((x) => x === s.state)
      if (!state) continue
      const at = Math.max(cellOf(s.at), from)
      const before = last.get(s.id)
      if (before) this.#fill(s.id, before.cell, at, before.state)
      last.set(s.id, { cell: at, state })
    }
    for (const [id, { cell, state }] of last) this.#fill(id, cell, cellOf(now), state)
  }

  message(m: CommittedMessage, now: number): void {
    const line = this.#line(m.connectionId)
    const second = Math.floor(m.committedAt / 1000)
    const count = line.seconds.get(second) ?? { messages: 0, rows: 0 }
    count.messages++
    count.rows += m.accepted + m.unchanged
    line.seconds.set(second, count)
    line.latency = smooth(line.latency, m.committedAt - m.receivedAt)
    line.lastMessageAt = m.receivedAt
    line.unchanged = m.accepted === 0 && m.refused === 0
    if (m.accepted > 0) line.newsAt = m.receivedAt
    const cell = this.#cell(m.connectionId, cellOf(now))
    cell.messages++
    cell.refused += m.refused
    this.#dirty.add(m.connectionId)
  }

  /** Rows refused at that time have been repaired. */
  repaired(id: string, receivedAt: number, count: number): void {
    if (this.#pastUntil !== null && receivedAt < this.#pastUntil) return
    const cell = this.#line(id).beat.get(cellOf(receivedAt))
    if (cell) cell.refused = Math.max(0, cell.refused - count)
    this.#dirty.add(id)
  }

  /** How late the newest instant of a real-time source was when it was committed. */
  lag(id: string, ms: number): void {
    const line = this.#line(id)
    line.lag = smooth(line.lag, ms)
  }

  state(id: string, state: ConnectionState, now: number): void {
    const cell = this.#cell(id, cellOf(now))
    cell.state = worse(cell.state, state)
    this.#dirty.add(id)
  }

  touch(ids: readonly string[]): void {
    for (const id of ids) this.#dirty.add(id)
  }

  row(id: string, now: number): BoardRow | null {
    const c = this.#facts.connection(id)
    if (!c) return null
    const line = this.#line(id)
    this.#forget(line, now)
    const age = this.#facts.age(id)
    const lastMessageAt = age?.lastMessageAt ?? line.lastMessageAt
    const agency = this.#facts.agency(c)
    const next = lastMessageAt === null ? null : this.#facts.expected(c, lastMessageAt)
    const minute = [...line.seconds.values()]
    const end = cellOf(now)
    const beat = Array.from({ length: BEAT_CELLS }, (_, i): BeatCell => {
      const cell = line.beat.get(end - BEAT_CELLS + 1 + i)
      return cell ?? { messages: 0, refused: 0, state: null }
    })
    return {
      id,
      name: c.name,
      agency: agency.code,
      agencyName: agency.name,
      connector: c.connector,
      simulated: c.simulated,
      state: age?.state ?? 'never',
      since: age?.since ?? c.createdAt,
      lastMessageAt,
      // Since when nothing is new cannot be said before the day has been read.
      unchanged: line.unchanged && (this.#pastUntil === null || line.newsAt !== null),
      newsAt: line.newsAt,
      dueAt: next?.dueAt ?? null,
      lateAt: next?.lateAt ?? null,
      messagesPerMinute: minute.reduce((n, s) => n + s.messages, 0),
      rowsPerMinute: minute.reduce((n, s) => n + s.rows, 0),
      refused24h: this.#pastUntil === null ? beat.reduce((n, b) => n + b.refused, 0) : null,
      latencyMs: line.latency,
      sourceLagMs: line.lag,
      period: c.contract.times.period,
      beat: beat.map((b) => ({ ...b })),
      beatEnd: (end + 1) * BEAT_CELL_MS,
    }
  }

  /** Rows that changed since the last call. A new cell of the bar sends every row once more. */
  patches(all: readonly string[], now: number): BoardPatch[] {
    const end = cellOf(now)
    const turned = end !== this.#endedAt
    this.#endedAt = end
    if (turned) this.#carryStates(all, end)
    // A minute that goes by empties its counts: those lines change although nothing came.
    for (const [id, line] of this.#lines) if (this.#forget(line, now)) this.#dirty.add(id)
    const whole = this.#wholeBars
    this.#wholeBars = false
    const ids = turned || whole ? all : [...this.#dirty]
    this.#dirty.clear()
    return ids.flatMap((id) => {
      const row = this.row(id, now)
      if (!row) return []
      const { beat, ...rest } = row
      return [{ ...rest, ...(whole ? { beat } : {}), beatTail: beat.slice(-2) }]
    })
  }

  #carryStates(all: readonly string[], end: number): void {
    for (const id of all) {
      const state = this.#facts.age(id)?.state
      if (state) {
        const cell = this.#cell(id, end)
        cell.state = worse(cell.state, state)
      }
      const line = this.#lines.get(id)
      for (const n of line?.beat.keys() ?? []) if (n <= end - BEAT_CELLS) line?.beat.delete(n)
    }
  }

  #forget(line: Line, now: number): boolean {
    const oldest = Math.floor(now / 1000) - 60
    let gone = false
    for (const second of line.seconds.keys()) {
      if (second > oldest) break
      line.seconds.delete(second)
      gone = true
    }
    return gone
  }

  #fill(id: string, from: number, to: number, state: ConnectionState): void {
    for (let n = from; n <= to; n++) {
      const cell = this.#cell(id, n)
      cell.state = worse(cell.state, state)
    }
  }
  #line(id: string): Line {
    let line = this.#lines.get(id)
    if (!line) {
      line = {
        ...{ seconds: new Map(), beat: new Map(), latency: null, lag: null },
        ...{ lastMessageAt: null, newsAt: null, unchanged: false },
      }
      this.#lines.set(id, line)
    }
    return line
  }
  #cell(id: string, n: number): BeatCell {
    const { beat } = this.#line(id)
    let cell = beat.get(n)
    if (!cell) {
      cell = { messages: 0, refused: 0, state: null }
      beat.set(n, cell)
    }
    return cell
  }
}
