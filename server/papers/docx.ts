import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { markParagraphs } from './mark.ts'
import type { Paper, PaperBlock, PaperLine } from './paper.ts'

/** Half points, as decree 30/2020/ND-CP sets them: 14 pt text, 12 pt tables and feet. */
const TEXT = 28
const SMALL = 24
const mm = convertMillimetersToTwip
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const BARE = {
  ...{ top: NONE, bottom: NONE, left: NONE, right: NONE },
  ...{ insideHorizontal: NONE, insideVertical: NONE },
}

/** Between the margins, in millimetres. */
const WIDTH = 165
const RULE = { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' }
const line = ({ text, bold = false, italics = false, align = 'center' }: PaperLine, size = TEXT) =>
  new Paragraph({
    alignment: align === 'center' ? AlignmentType.CENTER : AlignmentType.LEFT,
    children: [new TextRun({ text, bold, italics, size })],
  })
/** A line and the rule below it, in the middle of `width` millimetres. */
const ruled = (l: PaperLine, size = TEXT, width = WIDTH): Paragraph[] => {
  if (l.rule === undefined) return [line(l, size)]
  const side = mm((width - l.rule) / 2)
  const children = [new TextRun({ text: '', size: 4 })]
  const rule = new Paragraph({
    ...{ border: { bottom: RULE }, indent: { left: side, right: side }, children },
    spacing: { line: 60, lineRule: LineRuleType.EXACT, after: 80 },
  })
  return [line(l, size), rule]
}
const cell = (children: Paragraph[], percent: number, side = 80) =>
  new TableCell({
    width: { size: percent, type: WidthType.PERCENTAGE },
    margins: { left: side, right: side, top: 40, bottom: 40 },
    children,
  })
const columns = (list: readonly (readonly PaperLine[])[], size = TEXT, widths: readonly number[] = []) =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    layout: TableLayoutType.FIXED,
    borders: BARE,
    rows: [
      new TableRow({
        cantSplit: true,
        children: list.map((lines, i) => {
          const percent = widths[i] ?? 100 / list.length
          return cell(
            lines.flatMap((l) => ruled(l, size, (WIDTH * percent) / 100)),
            percent,
            0,
          )
        }),
      }),
    ],
  })
const paragraph = (text: string, bold = false) =>
  new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    spacing: { before: 80, after: 80 },
    indent: { firstLine: mm(10) },
    keepNext: bold,
    children: [new TextRun({ text, bold, size: TEXT })],
  })

function blockOf(b: PaperBlock): (Paragraph | Table)[] {
  switch (b.kind) {
    case 'heading':
      return [paragraph(b.text, true)]
    case 'paragraph':
      return b.text.split('\n').map((text) => paragraph(text, b.bold))
    case 'note':
      return [line({ text: b.text, italics: true, align: 'left' }, SMALL)]
    case 'columns':
      return [new Paragraph({ spacing: { before: 200 }, children: [] }), columns(b.columns)]
    case 'table':
      return [
        new Table({
          width: { size: 100, type: WidthType.PERCENTAGE },
          rows: b.rows.map(
            (texts, i) =>
              new TableRow({
                tableHeader: i === 0,
                cantSplit: true,
                children: texts.map((text, c) =>
                  cell([line({ text, bold: i === 0, align: 'left' }, SMALL)], b.widths[c] ?? 10),
                ),
              }),
          ),
        }),
      ]
  }
}

const footOf = (text: string) =>
  new Footer({
    children: [
      new Paragraph({ alignment: AlignmentType.CENTER, children: [new TextRun({ text, size: 18 })] }),
    ],
  })
/** The number of the page above its text, not on the first one; on each what world the paper is of. */
function headersOf(world: string | null) {
  const mark = world === null ? [] : markParagraphs(world)
  const number = new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: 26 })],
  })
  const empty = new Paragraph({ children: [] })
  return {
    first: new Header({ children: mark.length ? mark : [empty] }),
    default: new Header({ children: [...(world === null ? [] : markParagraphs(world)), number] }),
  }
}
const recipientsOf = (list: readonly string[]): Paragraph[] =>
  list.length === 0
    ? []
    : [
        new Paragraph({
          spacing: { before: 200 },
          children: [new TextRun({ text: 'Nơi nhận:', bold: true, italics: true, size: SMALL })],
        }),
        ...list.map((text) => new Paragraph({ children: [new TextRun({ text: `- ${text}`, size: 22 })] })),
      ]

/** A4 with the margins of Vietnamese offices, Times New Roman, the parts as decree 30/2020/ND-CP places them. */
export async function printDocx(paper: Paper): Promise<Buffer> {
  const { title, office, country, name, marks, world, blocks, recipients, foot } = paper
  const document = new Document({
    creator: 'Trống Đồng',
    title,
    styles: { default: { document: { run: { font: 'Times New Roman', size: TEXT } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) },
          },
        },
        headers: headersOf(world),
        footers: { default: footOf(foot), first: footOf(foot) },
        children: [
          columns([office, country], 24, [42, 58]),
          ...marks.map((text) => line({ text, bold: true })),
          new Paragraph({ spacing: { before: 200 }, children: [] }),
          ...name.flatMap((l) => ruled(l)),
          ...blocks.flatMap(blockOf),
          ...recipientsOf(recipients),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
