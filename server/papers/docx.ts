import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Footer,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { docxMark } from './mark.ts'
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

const line = ({ text, bold = false, italics = false, align = 'center' }: PaperLine, size = TEXT) =>
  new Paragraph({
    alignment: align === 'center' ? AlignmentType.CENTER : AlignmentType.LEFT,
    children: [new TextRun({ text, bold, italics, size })],
  })
const cell = (children: Paragraph[], percent: number) =>
  new TableCell({
    width: { size: percent, type: WidthType.PERCENTAGE },
    margins: { left: 80, right: 80, top: 40, bottom: 40 },
    children,
  })
const columns = (list: readonly (readonly PaperLine[])[], size = TEXT) =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: BARE,
    rows: [
      new TableRow({
        cantSplit: true,
        children: list.map((lines) =>
          cell(
            lines.map((l) => line(l, size)),
            100 / list.length,
          ),
        ),
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

/** A4 with the margins of Vietnamese offices, Times New Roman, page numbers at the foot. */
export async function printDocx(paper: Paper): Promise<Buffer> {
  const { title, office, country, name, marks, world, blocks, foot } = paper
  const document = new Document({
    creator: 'Trống Đồng',
    title,
    styles: { default: { document: { run: { font: 'Times New Roman', size: TEXT } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) },
          },
        },
        ...(world ? docxMark(world) : {}),
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  new TextRun({ text: `${foot} · `, size: 18 }),
                  new TextRun({ children: [PageNumber.CURRENT, '/', PageNumber.TOTAL_PAGES], size: 18 }),
                ],
              }),
            ],
          }),
        },
        children: [
          columns([office, country], 24),
          ...marks.map((text) => line({ text, bold: true })),
          new Paragraph({ spacing: { before: 200 }, children: [] }),
          ...name.map((l) => line(l)),
          ...blocks.flatMap(blockOf),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
