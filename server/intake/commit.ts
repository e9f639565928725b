import type pg from 'pg'
import { RequestError } from '../../shared/refusal.ts'
import type { Entry } from '../../shared/vocabulary.ts'
import type { CommittedMessage, RecordedRow } from '../bus.ts'
import { type Earlier, type Repeated, repeats } from './repeats.ts'
import { transaction } from './transaction.ts'
import type { Answer, Refusal } from './types.ts'
import type { RefusedRow, ValidRow } from './validate.ts'
import {
  advanceLatest,
  insertMessages,
  insertObservations,
  insertQuarantine,
  known,
  lockAndIds,
  newestAt,
  type OwnCommit,
  ownCommit,
  shareBodies,
  upsertLatest,
} from './write.ts'

export type SeriesRow = ValidRow & { series: number }
/** A message that was read and judged, with its rows' series known: all that is left is to write it. */
export type Prepared = {
  connectionId: string
  contractVersion: number
  simulated: boolean
  entry: Entry
  receivedAt: number
  idempotencyKey: string | null
  sha256: Buffer
  contentType: string
  decoder: string
  decoderVersion: string
  fileName: string | null
  mapping: string | null
  settingsVersion: number | null
  sentBy: string | null
  bytes: number
  encoding: 'identity' | 'zstd'
  stored: Buffer
  /** Large enough to be kept once for all messages that bring it. */
  shared: boolean
  rows: SeriesRow[]
  refused: RefusedRow[]
}
/** The id that each message of a batch was given, and what it was found to repeat. */
export type Try = { ids: string[]; repeated: Repeated[] }
/** The tries of the same batch: ids of one found in the database are our own commit whose answer was lost. */
export type Attempt = { tries: Try[]; at: number }
export type Committed = { answer: Answer; message: CommittedMessage; recorded: RecordedRow[] }
export type Revision = { revision: number; value: number; status: string; simulated: boolean }
/** One observation to insert: `message` and `at` (ms, with fraction) are its message's. */
export type NewObservation = RecordedRow & { at: number }

const REFUSALS_SHOWN = 1_000
/** Only one writer at a time works out revisions, in this process or another. */
export const LOCK = 7_200_820
let lastAt = 0

/** When what is written now is recorded (ms): after all before it. Only for who holds the writers' lock. */
export async function nextAt(client: pg.PoolClient): Promise<number> {
  if (lastAt === 0) lastAt = await newestAt(client)
  lastAt = Math.max(Date.now(), lastAt + 1)
  return lastAt
}

/**
 * Writes a batch in one transaction: raw messages, observations, quarantine, newest values. Results in the same order;
 * an error in the place of a message whose key was used with another content.
 */
export async function commitBatch(
  pool: pg.Pool,
  batch: Prepared[],
  attempt: Attempt,
): Promise<(Committed | RequestError)[]> {
  return transaction(pool, async (client, begun) => {
    // Sent together: what does not need the reply of the one before does not wait for it.
    const [, ids, repeated] = await Promise.all([
      begun,
      // Fresh ids each time: after a crash the sequence may hand out again what a lost try had taken.
      lockAndIds(client, LOCK, batch.length),
      repeats(client, batch),
    ])
    // Committed by a try whose reply never came: all of the batch is there, or nothing.
    const done = attempt.tries.length ? await ownCommit(client, batch, attempt.tries) : null
    if (done) return recovered(client, batch, done, attempt.at)
    // A clock that was set back while we were away: what is recorded now still comes after what was.
    if (lastAt === 0) lastAt = await newestAt(client)
    attempt.tries.push({ ids, repeated })
    attempt.at ||= lastAt = Math.max(Date.now(), lastAt + 1)
    const { at } = attempt
    const fresh = repeated.flatMap((r, i) => (r === null ? [i] : []))
    const drafts = fresh.map((i) => draft(batch[i]!, ids[i]!, at + i / 1000))
    const rest = await advance(client, drafts)
    const history = await known(client, rest)
    const written = new Map<number, Committed>()
    const observations: NewObservation[] = []
    for (const [n, i] of fresh.entries()) {
      const m = batch[i]!
      const mine = revise(drafts[n]!, history)
      for (const o of mine) observations.push(o)
      written.set(i, committed(m, ids[i]!, at, mine))
    }
    const best = newest(observations)
    const [latest] = await Promise.all([
      upsertLatest(client, [...best.values()]),
      insertObservations(client, observations),
      shareBodies(
        client,
        fresh.map((i) => batch[i]!),
      ),
      insertMessages(
        client,
        fresh.map((i) => ({ prepared: batch[i]!, at, ...written.get(i)! })),
      ),
      insertQuarantine(
        client,
        fresh.map((i) => ({ id: ids[i]!, prepared: batch[i]! })),
      ),
    ])
    for (const series of latest) best.get(series)!.isLatest = true
    return batch.map((m, i) => {
      const own = written.get(i)
      if (own) return own
      const r = repeated[i]!
      const first = typeof r === 'number' ? { sha256: batch[r]!.sha256, answer: written.get(r)!.answer } : r
      return again(m, first, at)
    })
  })
}

/** A message that says what an earlier one said: that one's answer, and its source was heard. */
function again(
  m: Prepared,
  { sha256, answer }: Pick<Earlier, 'sha256' | 'answer'>,
  at: number,
): Committed | RequestError {
  if (!sha256.equals(m.sha256)) return new RequestError('IDEMPOTENCY_MISMATCH', { key: m.idempotencyKey })
  const { connectionId, receivedAt, entry, simulated } = m
  const counts = { accepted: 0, unchanged: 0, refused: 0 }
  return {
    answer: { ...answer, repeated: true },
    message: { id: answer.message, connectionId, receivedAt, committedAt: at, entry, simulated, ...counts },
    recorded: [],
  }
}

export const seriesTime = (r: { series: number; validFrom: number; validTo: number }) =>
  `${r.series}/${r.validFrom}/${r.validTo}`

/** A message's rows as they are written when they are the first of their series and time. */
function draft({ rows, entry, simulated }: Prepared, message: string, at: number): NewObservation[] {
  const recordedAt = Math.floor(at)
  return rows.map(({ series, validFrom, validTo, period, value, status, row }) => ({
    series,
    validFrom,
    validTo,
    period,
    value,
    status,
    entry,
    simulated,
    revision: 0,
    recordedAt,
    at,
    message,
    row,
    isLatest: false,
  }))
}

/**
 * Most rows are the only one of their series in the batch and later than all before: they take the newest place at once,
 * and nothing can be known of their time. Returns the others.
 */
async function advance(client: pg.PoolClient, drafts: NewObservation[][]): Promise<NewObservation[]> {
  const alone = new Map<number, NewObservation | null>()
  for (const list of drafts) for (const o of list) alone.set(o.series, alone.has(o.series) ? null : o)
  const advanced = await advanceLatest(
    client,
    [...alone.values()].filter((o) => o !== null),
  )
  for (const series of advanced) alone.get(series)!.isLatest = true
  return drafts.flatMap((list) => list.filter((o) => !o.isLatest))
}

/** The rows that say something new, each with its revision number; `history` follows along for the next message. */
function revise(drafts: NewObservation[], history: Map<string, Revision>): NewObservation[] {
  return drafts.filter((o) => {
    if (o.isLatest) return true
    const before = history.get(seriesTime(o))
    if (before?.value === o.value && before.status === o.status && before.simulated === o.simulated)
      return false
    // A simulated figure never takes the place of a real one.
    if (o.simulated && before && !before.simulated) return false
    o.revision = before ? before.revision + 1 : 0
    const { revision, value, status, simulated } = o
    history.set(seriesTime(o), { revision, value, status, simulated })
    return true
  })
}

function committed(m: Prepared, id: string, at: number, recorded: NewObservation[]): Committed {
  const accepted = recorded.length
  const unchanged = m.rows.length - accepted
  const refused = m.refused.length
  const rows = m.refused.slice(0, REFUSALS_SHOWN).map(({ content: _, ...r }): Refusal => r)
  const { connectionId, receivedAt, entry, simulated } = m
  return {
    answer: {
      message: id,
      sha256: m.sha256.toString('hex'),
      accepted,
      unchanged,
      refused,
      rows,
      repeated: false,
    },
    message: {
      id,
      connectionId,
      receivedAt,
      committedAt: at,
      entry,
      accepted,
      unchanged,
      refused,
      simulated,
    },
    recorded,
  }
}

/** The newest time of each series that has not advanced yet, its last revision. */
function newest(observations: NewObservation[]): Map<number, NewObservation> {
  const best = new Map<number, NewObservation>()
  for (const o of observations) {
    if (o.isLatest) continue
    const b = best.get(o.series)
    if (!b || o.validTo > b.validTo || (o.validTo === b.validTo && o.validFrom >= b.validFrom))
      best.set(o.series, o)
  }
  return best
}

/** Reads back what our own lost commit wrote, so that the bus hears of it; the others of the batch repeat earlier ones. */
async function recovered(
  client: pg.PoolClient,
  batch: Prepared[],
  { ids, repeated, own }: OwnCommit,
  at: number,
): Promise<(Committed | RequestError)[]> {
  const { rows } = await client.query<RecordedRow>(
    `select o.series_id as series, (extract(epoch from o.valid_from) * 1000)::float8 as "validFrom",
       (extract(epoch from o.valid_to) * 1000)::float8 as "validTo", o.period, o.value, o.status, o.entry, o.simulated,
       o.revision, floor(extract(epoch from o.recorded_at) * 1000)::float8 as "recordedAt", o.message_id as message,
       o.row_no as row, (l.message_id is not distinct from o.message_id and l.row_no = o.row_no) as "isLatest"
     from observation o left join latest l on l.series_id = o.series_id
     where o.message_id = any($1::bigint[]) and o.recorded_at >= to_timestamp($2::float8 / 1000) - interval '1 second'
     order by o.recorded_at, o.row_no`,
    [ids, at],
  )
  return batch.map((m, i) => {
    const mine = own.get(i)
    if (mine) {
      const { accepted, unchanged, refused } = mine.answer
      const base = committed(m, mine.answer.message, at, [])
      return {
        answer: { ...mine.answer, repeated: false },
        message: { ...base.message, accepted, unchanged, refused },
        recorded: rows.filter((r) => r.message === ids[i]),
      }
    }
    const r = repeated[i] ?? null
    const first = typeof r === 'number' ? own.get(r) : r
    return first ? again(m, first, at) : new RequestError('NOT_READY')
  })
}

/** Whether the database went away, so that nothing is known about what it was told last. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    /^(ECONN|EPIPE|ENOENT|ETIMEDOUT|EAI_|ENOTFOUND|EHOST|ENET|57P0|08|53300|40001|40P01|25006)/.test(code) ||
    /Connection terminated|connection ended|timeout exceeded when trying to connect|not queryable|server closed the connection|Cannot use a pool after/.test(
      error.message,
    )
  )
}
