const starts = (body: Buffer, ...bytes: number[]) => bytes.every((b, i) => body[i] === b)
const OOXML: readonly (readonly [string, string])[] = [
  ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]
const DIRECTORY = 0x02014b50
const END = 0x06054b50

/** The names in an archive's own directory, read from its end; empty when it has none that holds together. */
function entriesOf(body: Buffer): string[] {
  let end = -1
  for (let i = body.length - 22; i >= Math.max(0, body.length - 65_557); i--)
    if (body.readUInt32LE(i) === END) {
      end = i
      break
    }
  if (end < 0) return []
  const names: string[] = []
  let at = body.readUInt32LE(end + 16)
  for (let n = body.readUInt16LE(end + 10); n > 0 && names.length < 2_000; n--) {
    if (at + 46 > body.length || body.readUInt32LE(at) !== DIRECTORY) return []
    const [name, extra, comment] = [28, 30, 32].map((o) => body.readUInt16LE(at + o))
    names.push(body.toString('utf8', at + 46, at + 46 + (name ?? 0)))
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
  }
  return names
}

/** Words and nothing else: UTF-8 without control characters but line ends and tabs. */
function isText(body: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text does not hold
    return text.length > 0 && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)
  } catch {
    return false
  }
}

/** What the bytes themselves are, of the kinds that are taken as evidence; null for anything else. Pure. */
export function sniff(body: Buffer): string | null {
  if (starts(body, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'
  if (starts(body, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(body, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(body, 0x50, 0x4b, 0x03, 0x04)) {
    const names = entriesOf(body)
    // A document with macros is a program.
    if (names.some((n) => /vbaProject\.bin$/i.test(n))) return null
    return OOXML.find(([part]) => names.includes(part))?.[1] ?? null
  }
  return isText(body) ? 'text/plain' : null
}

const ENDINGS: Record<string, readonly string[]> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  [OOXML[0]?.[1] ?? '']: ['docx'],
  [OOXML[1]?.[1] ?? '']: ['xlsx'],
  'text/plain': ['txt', 'csv'],
}

/** The name without a path or what a file system would take wrongly, with an ending that fits its bytes. Pure. */
export function safeName(name: string, mime: string): string {
  const base = (name.normalize('NFC').split(/[\\/]/).at(-1) ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be in a name
    .replace(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
  const endings = ENDINGS[mime] ?? []
  const ending = base.toLowerCase().match(/\.([a-z0-9]{1,8})$/)?.[1]
  const fits = ending !== undefined && endings.includes(ending)
  const stem = fits ? base.slice(0, -(ending.length + 1)) : base
  const kept = stem.replace(/^\.+/, '').slice(0, 120).trim() || 'tep'
  return `${kept}.${fits ? ending : (endings[0] ?? 'bin')}`
}
