import { RequestError } from '../../../shared/refusal.ts'

/** The text of a payload: UTF-8 with or without a byte-order mark, or UTF-16 with one. Trailing NULs are dropped. Throws NOT_UTF8. */
export function decodeText(body: Buffer): string {
  if (body[0] === 0xff && body[1] === 0xfe) return strict('utf-16le', body)
  if (body[0] === 0xfe && body[1] === 0xff) return strict('utf-16be', body)
  if (looksLikeUtf16(body)) throw new RequestError('NOT_UTF8', { found: 'utf-16 without a byte-order mark' })
  let end = body.length
  while (end > 0 && body[end - 1] === 0) end--
  return strict('utf-8', body.subarray(0, end))
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'
const DECODERS = {
  'utf-8': new TextDecoder('utf-8', { fatal: true }),
  'utf-16le': new TextDecoder('utf-16le', { fatal: true }),
  'utf-16be': new TextDecoder('utf-16be', { fatal: true }),
}

function strict(encoding: Encoding, bytes: Buffer): string {
  try {
    return DECODERS[encoding].decode(bytes).replace(/\0+$/, '')
  } catch {
    throw new RequestError('NOT_UTF8', { found: encoding === 'utf-8' ? 'invalid byte sequence' : encoding })
  }
}

/** Every other byte is NUL at the beginning: text of Latin letters in UTF-16 whose mark was left out. */
function looksLikeUtf16(body: Buffer): boolean {
  const sample = body.subarray(0, 400)
  if (sample.length < 4) return false
  let even = 0
  let odd = 0
  for (let i = 0; i < sample.length; i++)
    if (sample[i] === 0) {
      if (i % 2) odd++
      else even++
    }
  return Math.max(even, odd) > sample.length / 8 && Math.min(even, odd) < Math.max(even, odd) / 4
}
