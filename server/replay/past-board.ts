import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { BEAT_CELL_MS, BEAT_CELLS, type BoardRow, type Counts, type HappeningRow } from '../../shared/live.ts'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import { dayOf, nameOn } from '../catalogue/index.ts'
import type { Connection } from '../intake/index.ts'
import { Board, type News, readNews, turned } from '../live/index.ts'
import { isRealtime, isUp } from '../trust/index.ts'
import {
  type PastBeat,
  type PastConnection,
  type PastState,
  readBeats,
  readConnections,
  readStates,
} from './board-store.ts'
import type { Contracts } from './contracts.ts'

const DAY_MS = BEAT_CELLS * BEAT_CELL_MS
const cellOf = (at: number) => Math.floor(at / BEAT_CELL_MS)
type Last = { state: ConnectionState; since: number }

/** The connections at one moment of the past. What was not kept is said to be absent: how late the sources' clocks ran. */
export type BoardThen = {
  at: number
  rows: Map<string, BoardRow>
  counts: Pick<Counts, 'connectionsUp' | 'connectionsAgreed' | 'realtimeUp'>
  /** Of the day before, newest first. */
  happenings: HappeningRow[]
}

/** Works out the board of past moments; what cannot change any more (whole cells of the bar) is read once. */
export class PastBoard {
  readonly #app: FastifyInstance
  readonly #pool: pg.Pool
  readonly #contracts: Contracts
  /** Beats by 'connection/cell', of the cells up to that of `#readTo`. */
  #beats = new Map<string, PastBeat>()
  #readTo: number | null = null

  constructor(app: FastifyInstance, pool: pg.Pool, contracts: Contracts) {
    this.#app = app
    this.#pool = pool
    this.#contracts = contracts
  }

  async look(at: number): Promise<BoardThen> {
    const list = this.#app.intake.connections.list()
    const ids = list.map((c) => c.id)
    const from = at - DAY_MS
    const [connections, states, news] = await Promise.all([
      readConnections(this.#pool, ids, at),
      readStates(this.#pool, ids, from, at),
      readNews(this.#pool, ids, from, at),
      this.#readBeats(ids, at),
    ])
    const facts = new Map(connections.map((c) => [c.id, c]))
    const last = new Map<string, Last>()
    for (const s of states) last.set(s.id, { state: s.state, since: s.at })
    // What was not there yet has no row; what sent before it was entered here was there.
    const there = list.filter((c) => c.createdAt <= at || facts.get(c.id)?.lastMessageAt || last.has(c.id))
    return {
      at,
      rows: this.#rows(at, there, facts, last, { states, news }),
      counts: this.#counts(at, there, last),
      happenings: this.#happenings(from, states),
    }
  }

  #rows(
    at: number,
    there: Connection[],
    facts: Map<string, PastConnection>,
    last: Map<string, Last>,
    { states, news }: { states: PastState[]; news: News[] },
  ): Map<string, BoardRow> {
    const { catalogue } = this.#app
    const byId = new Map(there.map((c) => [c.id, this.#then(c, at)]))
    const board = new Board({
      connection: (id) => byId.get(id),
      age: (id) => {
        const was = last.get(id)
        return was ? { ...was, lastMessageAt: facts.get(id)?.lastMessageAt ?? null } : null
      },
      expected: this.#app.trust.expected,
      agency: (c) => {
        const unit = catalogue.now().unitById(c.agencyId)
        const name = unit ? nameOn(unit, dayOf(at)) : { vi: '', en: '' }
        return { code: unit?.code ?? '', name: { vi: name.vi, en: name.en } }
      },
    })
    board.hydrate([...this.#beats.values()], states, news, at)
    const rows = new Map<string, BoardRow>()
    for (const { id } of there) {
      const row = board.row(id, at)
      const { messages, rows: sent, latencyMs } = facts.get(id) ?? { messages: 0, rows: 0, latencyMs: null }
      if (row) rows.set(id, { ...row, messagesPerMinute: messages, rowsPerMinute: sent, latencyMs })
    }
    return rows
  }

  /** The connection with the contract that was in force. */
  #then(c: Connection, at: number): Connection {
    const times = this.#contracts.at(c.id, at)
    return times ? { ...c, contract: { ...c.contract, times } } : c
  }

  #counts(at: number, there: Connection[], last: Map<string, Last>): BoardThen['counts'] {
    const state = (c: Connection) => last.get(c.id)?.state ?? 'never'
    const agreed = there.filter((c) => state(c) !== 'disabled')
    const up = agreed.filter((c) => isUp(state(c)))
    const realtime = up.filter((c) => isRealtime(this.#then(c, at).contract.times.period))
    return { connectionsAgreed: agreed.length, connectionsUp: up.length, realtimeUp: realtime.length }
  }

  #happenings(from: number, states: PastState[]): HappeningRow[] {
    const previous = new Map<string, ConnectionState>()
    const found: HappeningRow[] = []
    for (const { id, at, state } of states) {
      const row = turned(this.#app.intake.connections.get(id), {
        state,
        previous: previous.get(id) ?? null,
        since: at,
      })
      previous.set(id, state)
      if (row && at >= from) found.push(row)
    }
    return found.reverse()
  }

  async #readBeats(ids: string[], at: number): Promise<void> {
    const oldest = cellOf(at) - BEAT_CELLS
    const onward = this.#readTo !== null && this.#readTo <= at
    const from = onward ? Math.max(cellOf(this.#readTo ?? at), oldest) : oldest
    const beats = await readBeats(this.#pool, ids, from * BEAT_CELL_MS, at, BEAT_CELL_MS)
    if (!onward) this.#beats.clear()
    for (const [key, { cell }] of this.#beats) if (cell >= from || cell < oldest) this.#beats.delete(key)
    for (const b of beats) this.#beats.set(`${b.id}/${b.cell}`, b)
    this.#readTo = at
  }
}
