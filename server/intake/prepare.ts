import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdCompressSync } from 'node:zlib'
import { RequestError } from '../../shared/refusal.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Prepared } from './commit.ts'
import type { Connections } from './connections.ts'
import { decode } from './decode/index.ts'
import type { Limits, RawRow } from './decode/types.ts'
import type { NameMappings } from './name-mapping.ts'
import type { Connection, Submission } from './types.ts'
import { type RefusedRow, validate } from './validate.ts'

const compress = promisify(zstdCompress)
export const sha256 = (body: Buffer) => createHash('sha256').update(body).digest()

type Room = { connections: Connections; catalogue: Catalogue; limits: Limits; names: NameMappings }
export type Read = { decoder: string; version: string; rows: RawRow[]; refused: RefusedRow[] }

/** What two persons answer for comes by their hands alone, whoever holds a key or sends a file. Throws BAD_REQUEST. */
export function mayCome({ id, contract }: Connection): void {
  if (contract.twoPersons)
    throw new RequestError('BAD_REQUEST', {
      connection: id,
      problem: 'its contract wants two persons: type the numbers under Entry',
    })
}

/** Reads and judges a message: everything but the writing. Throws RequestError when nothing of it can be used. */
export async function prepare(
  input: Submission,
  { connections, catalogue, limits, names }: Room,
  /** For a file whose columns a person explained: its rows as already taken apart. */
  read?: Read,
): Promise<Prepared> {
  const connection = connections.get(input.connectionId)
  if (!connection) throw new RequestError('NOT_FOUND', { connection: input.connectionId })
  if (input.entry === 'machine' || input.entry === 'file') mayCome(connection)
  if (!connection.enabled) throw new RequestError('CONNECTION_DISABLED', { connection: connection.id })
  const { decoder, version, rows, refused } = read ?? (await readRows(input, limits))
  const judged = validate(names.apply(connection.id, rows), connection, catalogue.now(), input.receivedAt)
  const now = catalogue.now()
  const known = judged.rows.map((r) => now.findSeries(r.indicatorId, r.unitId))
  const series = known.includes(undefined) ? await catalogue.seriesIds(judged.rows) : known
  return {
    ...message(input, connection),
    decoder,
    decoderVersion: version,
    ...(await stored(input.body)),
    rows: judged.rows.map((r, i) => ({ ...r, series: series[i]! })),
    refused: [...refused, ...judged.refused].sort((a, b) => a.row - b.row),
  }
}

async function readRows(input: Submission, limits: Limits): Promise<Read> {
  const decoded = await decode(input.body, input.contentType, limits)
  if (decoded.kind !== 'rows')
    throw new RequestError('BAD_BODY', {
      problem: 'columns indicator, unit, at or period, and value are expected; import other tables as a file',
    })
  return { decoder: decoded.format, version: decoded.version, rows: decoded.rows, refused: [] }
}

function message(input: Submission, connection: Connection) {
  return {
    connectionId: connection.id,
    contractVersion: connection.contract.version,
    simulated: connection.simulated,
    entry: input.entry,
    receivedAt: input.receivedAt,
    idempotencyKey: input.idempotencyKey ?? null,
    sha256: sha256(input.body),
    contentType: input.contentType.slice(0, 200),
    fileName: input.fileName ?? null,
    mapping: input.mapping ? JSON.stringify(input.mapping) : null,
    settingsVersion: input.settingsVersion ?? null,
    sentBy: input.sentBy ?? null,
    bytes: input.body.length,
  }
}

/** Payloads of this many bytes, as stored, are kept once however often they come. */
const SHARED = 4_096

/** Small payloads as they are, larger ones compressed, big ones off this thread. */
async function stored(body: Buffer): Promise<Pick<Prepared, 'encoding' | 'stored' | 'shared'>> {
  if (body.length < 256) return { encoding: 'identity', stored: body, shared: false }
  const packed = body.length < 32_768 ? zstdCompressSync(body) : await compress(body)
  const best: Pick<Prepared, 'encoding' | 'stored'> =
    packed.length < body.length
      ? { encoding: 'zstd', stored: packed }
      : { encoding: 'identity', stored: body }
  return { ...best, shared: best.stored.length >= SHARED }
}
