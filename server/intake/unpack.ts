import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import type { FastifyRequest } from 'fastify'
import { RequestError } from '../../shared/refusal.ts'

const INFLATE = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** The body as its source wrote it. Throws BROKEN_ENCODING, TOO_LARGE (unpacked), UNKNOWN_TYPE, BAD_BODY (none). */
export async function unpack(request: FastifyRequest, limit: number): Promise<Buffer> {
  const body = request.body
  if (!Buffer.isBuffer(body) || body.length === 0) throw new RequestError('BAD_BODY', { problem: 'empty' })
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || encoding === '') return body
  if (!(encoding in INFLATE))
    throw new RequestError('UNKNOWN_TYPE', { encoding, known: Object.keys(INFLATE) })
  try {
    return await INFLATE[encoding as keyof typeof INFLATE](body, { maxOutputLength: limit })
  } catch (error) {
    if (
      error instanceof RangeError ||
      (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
    )
      throw new RequestError('TOO_LARGE', { limit })
    throw new RequestError('BROKEN_ENCODING', { encoding })
  }
}
