import { RequestError } from '../../../shared/refusal.ts'

const bad = (problem: string) => new RequestError('BAD_BODY', { problem })
const MOST_KEYWORDS = 20_000

/** The words before DATA by their name, 'VALUES("Năm")' with its subject in it, and the text of DATA. */
export type PxFile = { words: Map<string, string[]>; data: string }

/** Throws BAD_BODY on what is no PC-Axis file or is cut off, NOT_UTF8 on bytes that are not in its encoding. */
export function readPx(body: Buffer): PxFile {
  const text = decoded(body)
  const words = new Map<string, string[]>()
  let at = 0
  while (words.size < MOST_KEYWORDS) {
    const equals = text.indexOf('=', at)
    if (equals < 0) throw bad('DATA= is missing')
    const name = subject(text.slice(at, equals))
    if (name === 'DATA') {
      const end = text.indexOf(';', equals)
      if (end < 0) throw bad('DATA is cut off: it has no closing semicolon')
      return { words, data: text.slice(equals + 1, end) }
    }
    const end = closing(text, equals + 1)
    if (end < 0) throw bad(`${name.slice(0, 60)} is cut off: it has no closing semicolon`)
    // A word in another language than the file's own repeats what the plain one says.
    if (!name.includes('[')) words.set(name, values(text.slice(equals + 1, end)))
    at = end + 1
  }
  throw bad(`more than ${MOST_KEYWORDS} keywords`)
}

/** A file names its encoding in itself; without a name it is the Windows code page. */
function decoded(body: Buffer): string {
  const head = body.subarray(0, 2_000).toString('latin1')
  const named = /CODEPAGE\s*=\s*"([^"]+)"/i.exec(head)?.[1]?.toLowerCase()
  const marked = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf
  const encoding = marked ? 'utf-8' : (named ?? 'windows-1252')
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(body)
  } catch (error) {
    if (error instanceof RangeError) throw bad(`the encoding ${encoding.slice(0, 40)} is not known`)
    throw new RequestError('NOT_UTF8', { found: 'invalid byte sequence' })
  }
}

const subject = (name: string) =>
  name
    .replace(/\s+/g, ' ')
    .replace(/\s*([("),])\s*/g, '$1')
    .trim()

/** The semicolon that ends a keyword: one outside quotes. */
function closing(text: string, from: number): number {
  let quoted = false
  for (let i = from; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted
    else if (text[i] === ';' && !quoted) return i
  }
  return -1
}

/** "a","b" as they stand; "a" and then "b" on the next line without a comma is one long text. TLIST(…) is left out. */
function values(text: string): string[] {
  const out: string[] = []
  let joined = false
  for (const [part] of text.replace(/^\s*TLIST\([^)]*\)\s*,?/i, '').matchAll(/"[^"]*"|,|[^\s,"]+/g)) {
    if (part === ',') joined = false
    else {
      const value = part.startsWith('"') ? part.slice(1, -1) : part
      if (joined) out[out.length - 1] += value
      else out.push(value)
      joined = true
    }
  }
  return out
}
