import { XMLParser } from 'fast-xml-parser'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'

/** Formats of a percentage that every workbook has by number. */
const BUILT_IN = new Set(['9', '10'])
type Node = Record<string, unknown>
const parser = new XMLParser({ ignoreAttributes: false, removeNSPrefix: true, attributeNamePrefix: '' })
/** An element without attributes is read as no object: it keeps its place. */
const nodes = (value: unknown): Node[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((v) =>
    v && typeof v === 'object' ? v : {},
  )
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce((of, key) => (of && typeof of === 'object' ? (of as Node)[key] : undefined), value)

/** Reads named entries as text; the archive was counted before. */
async function read(body: Buffer, wanted: (name: string) => boolean): Promise<Map<string, string>> {
  const zip = await new Promise<ZipFile>((done, fail) =>
    fromBuffer(body, { lazyEntries: true, validateEntrySizes: false }, (error, z) =>
      error ? fail(error) : done(z),
    ),
  )
  const found = new Map<string, string>()
  await new Promise<void>((done, fail) => {
    zip.on('error', fail)
    zip.on('end', done)
    zip.on('entry', (entry: Entry) => {
      if (!wanted(entry.fileName)) return zip.readEntry()
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error)
        const parts: Buffer[] = []
        stream.on('error', fail)
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          found.set(entry.fileName, Buffer.concat(parts).toString('utf8'))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
  return found
}

/** Numbers of the cell formats that show a percentage: what is quoted or escaped in a format is only written. */
export function percentStyles(styles: string): Set<string> {
  const sheet = at(parser.parse(styles), 'styleSheet')
  const own = new Set(
    nodes(at(sheet, 'numFmts', 'numFmt')).flatMap((f) =>
      String(f.formatCode ?? '')
        .replace(/"[^"]*"|\\./g, '')
        .includes('%')
        ? [String(f.numFmtId)]
        : [],
    ),
  )
  return new Set(
    nodes(at(sheet, 'cellXfs', 'xf')).flatMap(({ numFmtId }, n) =>
      BUILT_IN.has(String(numFmtId)) || own.has(String(numFmtId)) ? [String(n)] : [],
    ),
  )
}

const CELL = /<(?:\w+:)?c\s([^>]*)>/g
const attribute = (of: string, name: string) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(of)?.[1]
/** 'AB12' → [11, 27]: row and column from 0. */
function placeOf(reference: string): [number, number] | null {
  const [, letters, row] = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference) ?? []
  if (!letters || !row) return null
  const column = [...letters].reduce((n, l) => n * 26 + l.charCodeAt(0) - 64, 0)
  return [Number(row) - 1, column - 1]
}

/** Rows and columns, from 0, of the first sheet's cells whose number is shown as a percentage. */
export async function percentCells(body: Buffer): Promise<[number, number][]> {
  const BOOK = /^xl\/(styles\.xml|workbook\.xml|_rels\/workbook\.xml\.rels)$/
  const book = await read(body, (name) => BOOK.test(name))
  const styles = percentStyles(book.get('xl/styles.xml') ?? '')
  if (!styles.size) return []
  const first = nodes(at(parser.parse(book.get('xl/workbook.xml') ?? ''), 'workbook', 'sheets', 'sheet'))[0]
  const links = nodes(
    at(parser.parse(book.get('xl/_rels/workbook.xml.rels') ?? ''), 'Relationships', 'Relationship'),
  )
  const target = String(links.find((l) => l.Id === first?.id)?.Target ?? 'worksheets/sheet1.xml')
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  const sheet = (await read(body, (name) => name === path)).get(path) ?? ''
  return [...sheet.matchAll(CELL)].flatMap(([, of = '']) => {
    if (!styles.has(attribute(of, 's') ?? '')) return []
    const place = placeOf(attribute(of, 'r') ?? '')
    return place ? [place] : []
  })
}
