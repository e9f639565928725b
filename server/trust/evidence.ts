import type pg from 'pg'
import type { Intake } from '../intake/index.ts'
import { excerptOf, noteOf } from './excerpt.ts'
import { type readRevisions, readSenders } from './store.ts'
import { Turns } from './turns.ts'

/** A larger message is read anew in turn. */
const LARGE_BYTES = 1 << 20
const turns = new Turns()

/** An imported file's own word on where its figures come from. */
function sourceOf(mapping: unknown): string | null {
  if (typeof mapping !== 'object' || mapping === null || !('source' in mapping)) return null
  return typeof mapping.source === 'string' && mapping.source ? mapping.source : null
}

/**
 * The message that brought a number, its hash worked out again from the stored bytes, and the place in it.
 * `seesAll`: whether the reader may see the other rows of a connection's messages, and who sent them.
 * Throws RATE_LIMITED while too many large ones are read.
 */
export async function evidenceOf(
  intake: Intake,
  id: string,
  row: number,
  seesAll: (connectionId: string) => boolean,
) {
  const message = await intake.message(id)
  const { record: m } = message
  // What could be read once can be read again, unless its decoder has become stricter since: then the bytes still stand.
  const reread = () => intake.reread(message).catch(() => [])
  const rows = await (m.bytes > LARGE_BYTES ? turns.take(reread) : reread())
  return {
    id,
    row,
    sha256: m.sha256,
    recomputed: m.recomputed,
    intact: m.intact,
    bytes: m.bytes,
    contentType: m.contentType,
    decoder: `${m.decoder} ${m.decoderVersion}`,
    contractVersion: m.contractVersion,
    fileName: seesAll(m.connectionId) ? m.fileName : null,
    source: sourceOf(m.mapping),
    sentBy: seesAll(m.connectionId) ? m.sentBy : null,
    receivedAt: m.receivedAt,
    committedAt: m.committedAt,
    accepted: m.accepted,
    unchanged: m.unchanged,
    refused: m.refused,
    connectionId: m.connectionId,
    excerpt: excerptOf(rows, row, seesAll(m.connectionId)),
  }
}

/** Revisions whose message is opened for the reason its source gave. */
const NOTED = 12
const NOTED_BYTES = 1 << 20
/** All of them together, for one card. */
const NOTED_BYTES_IN_ALL = 4 << 20

/** Who repaired a row that had been refused, by message and row; the row itself stands in the message as it was sent. */
async function repairsOf(pool: pg.Pool, revisions: { message: string; row: number }[]) {
  const { rows } = await pool.query<{ message: string; row: number; by: string }>(
    `select q.message_id as message, q.row_no as row, r.by from quarantine q
     join quarantine_repair r on r.quarantine_id = q.id and r.outcome = 'accepted'
     where q.message_id = any($1::bigint[])`,
    [revisions.map((r) => r.message)],
  )
  return new Map(rows.map((r) => [`${r.message}/${r.row}`, r.by]))
}

/** Each revision with the value before it, who brought it (for who `seesAll`), and why if its source said so. Newest first, as read. */
export async function withReasons(
  intake: Intake,
  pool: pg.Pool,
  revisions: Awaited<ReturnType<typeof readRevisions>>,
  seesAll: (connectionId: string) => boolean,
) {
  const repairs = await repairsOf(pool, revisions)
  const senders = await readSenders(
    pool,
    revisions.slice(0, NOTED).map((r) => r.message),
  )
  const notes = await notesOf(intake, revisions, senders)
  return revisions.map((r, i) => {
    const sender = i < NOTED ? senders.get(r.message) : undefined
    const people = sender !== undefined && seesAll(sender.connection)
    return {
      ...r,
      before: revisions[i + 1]?.value ?? null,
      connection: sender?.connection ?? null,
      fileName: people ? sender.fileName : null,
      sentBy: people ? sender.sentBy : null,
      note: notes[i] ?? null,
      repairedBy: !people ? null : (repairs.get(`${r.message}/${r.row}`) ?? null),
    }
  })
}

/** What the sources said, the newest first. One message in memory at a time, and none that is large or goes beyond the whole. */
async function notesOf(
  intake: Intake,
  revisions: readonly { message: string; row: number }[],
  senders: Awaited<ReturnType<typeof readSenders>>,
): Promise<(string | null)[]> {
  if (revisions.length < 2) return []
  const notes: (string | null)[] = []
  let left = NOTED_BYTES_IN_ALL
  for (const { message, row } of revisions.slice(0, NOTED)) {
    const { bytes = Number.POSITIVE_INFINITY } = senders.get(message) ?? {}
    const opened = bytes <= NOTED_BYTES && bytes <= left
    if (opened) left -= bytes
    const rows = opened ? await intake.reread(await intake.message(message)).catch(() => []) : []
    notes.push(noteOf(rows, row))
  }
  return notes
}
