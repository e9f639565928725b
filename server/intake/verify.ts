import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import type pg from 'pg'
import { sha256 } from './prepare.ts'

const decompress = promisify(zstdDecompress)
/** Ids looked at together, and bytes of bodies held at once: one message may be larger than that by itself. */
const IDS = 1_000
const BYTES = 16 << 20

export type Broken = { id: string; connection: string; receivedAt: Date; problem: string }
export type Verified = { messages: number; bytes: number; broken: Broken[] }
type Head = { id: string; size: number }
type Stored = {
  id: string
  connection: string
  receivedAt: Date
  sha256: Buffer
  bytes: number
  encoding: string
  /** Null: the shared body is gone, which must not be. */
  body: Buffer | null
}

/**
 * Works out the SHA-256 of every message from its stored bytes and holds it against the one kept when it came.
 * Memory is bounded however many messages there are. `progress` is told the count so far.
 */
export async function verifyMessages(
  pool: pg.Pool,
  progress: (messages: number) => void = () => {},
): Promise<Verified> {
  const out: Verified = { messages: 0, bytes: 0, broken: [] }
  for (let last = '0'; ; ) {
    const { rows: heads } = await pool.query<Head>(
      `select id, coalesce(octet_length(m.body), octet_length(b.body), 0) as size from message m
       left join message_body b on m.body is null and b.sha256 = m.sha256 where id > $1 order by id limit $2`,
      [last, IDS],
    )
    if (!heads.length) return out
    for (const ids of portions(heads)) {
      const { rows } = await pool.query<Stored>(
        `select id, connection_id as connection, received_at as "receivedAt", m.sha256, bytes,
           coalesce(b.encoding, body_encoding) as encoding, coalesce(m.body, b.body) as body
         from message m left join message_body b on m.body is null and b.sha256 = m.sha256 where id = any($1::bigint[]) order by id`,
        [ids],
      )
      for (const m of rows) {
        const problem = await problemOf(m)
        if (problem)
          out.broken.push({ id: m.id, connection: m.connection, receivedAt: m.receivedAt, problem })
        out.messages++
        out.bytes += m.bytes
      }
      progress(out.messages)
    }
    last = heads.at(-1)!.id
  }
}

/** Ids whose bodies are fetched together. */
function portions(heads: Head[]): string[][] {
  const out: string[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const h of heads) {
    if (size + h.size > BYTES) {
      out.push([])
      size = 0
    }
    out.at(-1)!.push(h.id)
    size += h.size
  }
  return out
}

async function problemOf({ body, encoding, bytes, sha256: kept }: Stored): Promise<string | null> {
  if (body === null) return 'its body is missing'
  try {
    // No more is unpacked than once came in: a body that was tampered with may not fill the memory.
    const plain = encoding === 'zstd' ? await decompress(body, { maxOutputLength: Math.max(1, bytes) }) : body
    if (plain.length !== bytes) return `${plain.length} bytes instead of ${bytes}`
    const now = sha256(plain)
    return now.equals(kept) ? null : `SHA-256 is ${now.toString('hex')}, was ${kept.toString('hex')}`
  } catch (error) {
    return `cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`
  }
}
