import { fileURLToPath } from 'node:url'
import pdfmake, { type Content, type TableCell } from 'pdfmake'
import { pdfMark } from './mark.ts'
import type { Paper, PaperBlock, PaperLine } from './paper.ts'

const FOLDER = new URL('./', import.meta.resolve('@expo-google-fonts/tinos/package.json'))
const font = (name: string) => fileURLToPath(new URL(`${name}/Tinos_${name}.ttf`, FOLDER))
/** Tinos has the measures of Times New Roman and every Vietnamese letter. */
const FONTS = {
  Tinos: {
    normal: font('400Regular'),
    bold: font('700Bold'),
    italics: font('400Regular_Italic'),
    bolditalics: font('700Bold_Italic'),
  },
}
const FILES = new Set(Object.values(FONTS.Tinos))
pdfmake.setFonts(FONTS)
// A paper reads its four fonts and nothing else, of this machine or of another.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => FILES.has(path))

const MM = 72 / 25.4
const TEXT = 14
const SMALL = 12
const line = (
  { text, bold = false, italics = false, align = 'center', rule }: PaperLine,
  fontSize = TEXT,
): Content => {
  const words = { text, bold, italics, fontSize, alignment: align }
  if (rule === undefined) return words
  const below = { type: 'line' as const, x1: 0, y1: 0, x2: rule * MM, y2: 0, lineWidth: 0.7 }
  return { stack: [words, { canvas: [below], alignment: align, margin: [0, 2, 0, 3] }] }
}

function blockOf(b: PaperBlock): Content {
  switch (b.kind) {
    case 'heading':
      return { text: b.text, bold: true, fontSize: TEXT, margin: [10 * MM, 6, 0, 4], headlineLevel: 1 }
    case 'paragraph':
      return b.text.split('\n').map((text) => ({
        ...{ text, bold: b.bold ?? false, fontSize: TEXT, alignment: 'justify' as const },
        ...{ leadingIndent: 10 * MM, margin: [0, 2, 0, 2] as [number, number, number, number] },
      }))
    case 'note':
      return { text: b.text, italics: true, fontSize: SMALL, margin: [0, 4, 0, 0] }
    case 'columns':
      return {
        margin: [0, 14, 0, 0],
        unbreakable: true,
        columns: b.columns.map((lines) => ({ stack: lines.map((l) => line(l)) })),
      }
    case 'table':
      return {
        margin: [0, 4, 0, 4],
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: b.widths.map((w) => `${w}%`),
          body: b.rows.map((texts, i) =>
            texts.map((text): TableCell => ({ text, bold: i === 0, fontSize: SMALL })),
          ),
        },
        layout: { hLineWidth: () => 0.5, vLineWidth: () => 0.5 },
      }
  }
}

/** The same paper as PDF. */
export async function printPdf(paper: Paper): Promise<Buffer> {
  const { title, office, country, name, marks, world, blocks, recipients, foot } = paper
  const mark = world === null ? null : pdfMark(world)
  const numberAt: [number, number, number, number] = [0, mark ? 1 : 11 * MM, 0, 0]
  const made = pdfmake.createPdf({
    info: { title, creator: 'Trống Đồng', producer: 'Trống Đồng' },
    pageSize: 'A4',
    pageMargins: [30 * MM, 20 * MM, 15 * MM, 20 * MM],
    defaultStyle: { font: 'Tinos', fontSize: TEXT, lineHeight: 1.15 },
    ...(mark ? { watermark: mark.watermark } : {}),
    header: (page: number) => [
      ...(mark ? [mark.line] : []),
      ...(page > 1 ? [line({ text: String(page) }, 13)].map((l) => ({ stack: [l], margin: numberAt })) : []),
    ],
    footer: {
      ...{ text: foot, alignment: 'center' as const, fontSize: 9 },
      margin: [0, 8, 0, 0] as [number, number, number, number],
    },
    content: [
      {
        columns: [
          { width: '42%', stack: office.map((l) => line(l, SMALL)) },
          { width: '58%', stack: country.map((l) => line(l, SMALL)) },
        ],
      },
      ...marks.map((text) => line({ text, bold: true })),
      { stack: name.map((l) => line(l)), margin: [0, 14, 0, 8] },
      ...blocks.map(blockOf),
      ...(recipients.length
        ? [
            {
              margin: [0, 14, 0, 0] as [number, number, number, number],
              unbreakable: true,
              stack: [
                { text: 'Nơi nhận:', bold: true, italics: true, fontSize: SMALL },
                ...recipients.map((text) => ({ text: `- ${text}`, fontSize: 11 })),
              ],
            },
          ]
        : []),
    ],
  })
  return made.getBuffer()
}
