import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import type pg from 'pg'
import type { MessageView, QuarantineView } from '../../shared/api/intake.ts'
import { REFUSALS, type RefusalCode, RequestError, refusalText } from '../../shared/refusal.ts'
import { sha256 } from './prepare.ts'
import type { Answer } from './types.ts'

const decompress = promisify(zstdDecompress)
const MS = (column: string, as: string) => `floor(extract(epoch from ${column}) * 1000)::float8 as "${as}"`
const SUMMARY = `id, connection_id as "connectionId", contract_version as "contractVersion", settings_version as "settingsVersion",
  ${MS('received_at', 'receivedAt')}, ${MS('committed_at', 'committedAt')}, encode(message.sha256, 'hex') as sha256,
  content_type as "contentType", decoder, entry, file_name as "fileName", sent_by as "sentBy", bytes,
  accepted, unchanged, refused`
/** `recomputed` is the SHA-256 of the stored bytes, worked out again at this very reading. */
export type MessageRecord = MessageView & {
  idempotencyKey: string | null
  decoderVersion: string
  mapping: unknown
  answer: Answer
  recomputed: string
  intact: boolean
}

/** Newest first; `before` is the id of the last one already seen. */
export async function listMessages(db: pg.Pool, connectionId: string, limit: number, before?: string) {
  const { rows } = await db.query<MessageView>(
    `select ${SUMMARY} from message where connection_id = $1 and ($2::bigint is null or id < $2)
     order by id desc limit $3`,
    [connectionId, before ?? null, limit],
  )
  return rows
}

const isRefusal = (code: string): code is RefusalCode => code in REFUSALS

/** Those that still wait for repair, newest first, as listMessages. */
export async function listQuarantine(
  db: pg.Pool,
  connectionId: string,
  limit: number,
  before?: string,
): Promise<QuarantineView[]> {
  const { rows } = await db.query<Omit<QuarantineView, 'reason'>>(
    `select id, message_id as message, row_no as row, code, field, content, detail, ${MS('recorded_at', 'recordedAt')}
     from quarantine q where connection_id = $1 and ($2::bigint is null or id < $2) and not exists
       (select from quarantine_repair k where k.quarantine_id = q.id and k.outcome <> 'refused')
     order by id desc limit $3`,
    [connectionId, before ?? null, limit],
  )
  const words = (code: string) =>
    isRefusal(code) ? { vi: refusalText(code, 'vi'), en: refusalText(code, 'en') } : { vi: code, en: code }
  return rows.map((r) => ({ ...r, reason: words(r.code) }))
}

/** The bytes as they were received (decompressed), with the SHA-256 worked out again. Throws NOT_FOUND. */
export async function readRaw(db: pg.Pool, id: string): Promise<{ record: MessageRecord; body: Buffer }> {
  type Row = Omit<MessageRecord, 'recomputed' | 'intact'> & { body: Buffer; encoding: string }
  const { rows } = /^\d{1,18}$/.test(id)
    ? await db.query<Row>(
        `select ${SUMMARY}, idempotency_key as "idempotencyKey", decoder_version as "decoderVersion", mapping, answer,
           coalesce(message.body, b.body) as body, coalesce(b.encoding, body_encoding) as encoding
         from message left join message_body b on body_encoding = 'shared' and b.sha256 = message.sha256
         where id = $1`,
        [id],
      )
    : { rows: [] }
  const found = rows[0]
  if (!found) throw new RequestError('NOT_FOUND', { message: id })
  const { body: packed, encoding, ...rest } = found
  const body = encoding === 'zstd' ? await decompress(packed) : packed
  const recomputed = sha256(body).toString('hex')
  return { record: { ...rest, recomputed, intact: recomputed === rest.sha256 }, body }
}
