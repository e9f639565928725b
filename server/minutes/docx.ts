import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx'
import type { MinutesText } from '../../shared/api/minutes.ts'
import { delegateText } from '../../shared/delegates.ts'
import type { SessionRecord } from '../bridge/index.ts'
import { docxMark } from '../papers/index.ts'
import { PRESENCE } from './presence.ts'
import { dayWords, hourText, lengthWords } from './times.ts'

/** Half points: 14 pt text, 13 pt heads, 12 pt tables and notes, as decree 30/2020/ND-CP sets them. */
const SIZE = { text: 28, head: 26, small: 24 }
const { CENTER, JUSTIFIED } = AlignmentType
const mm = convertMillimetersToTwip
const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' }
const BARE = {
  top: NONE,
  bottom: NONE,
  left: NONE,
  right: NONE,
  insideHorizontal: NONE,
  insideVertical: NONE,
}

type Run = { bold?: boolean; italics?: boolean; size?: number }
const line = (
  text: string,
  run: Run = {},
  alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = CENTER,
) => new Paragraph({ alignment, children: [new TextRun({ text, size: SIZE.head, ...run })] })
const paragraph = (text: string, run: Run = {}) =>
  new Paragraph({
    alignment: JUSTIFIED,
    spacing: { before: 80, after: 80 },
    indent: { firstLine: mm(10) },
    children: [new TextRun({ text, size: SIZE.text, ...run })],
  })
const paragraphs = (text: string) =>
  text
    .split('\n')
    .map((t) => t.trim())
    .filter(Boolean)
    .map((t) => paragraph(t))
const heading = (text: string) => paragraph(text, { bold: true })
const cell = (children: Paragraph[], percent: number) =>
  new TableCell({
    width: { size: percent, type: WidthType.PERCENTAGE },
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 80, right: 80, top: 40, bottom: 40 },
    children,
  })
const small = (text: string, bold = false) =>
  new Paragraph({ children: [new TextRun({ text, size: SIZE.small, bold })] })

/** Two columns without lines: the head of a paper, and its signatures. */
const columns = (left: Paragraph[], right: Paragraph[]) =>
  new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: BARE,
    rows: [new TableRow({ children: [cell(left, 42), cell(right, 58)] })],
  })

function rollTable({ roll }: SessionRecord): Table {
  const widths = [6, 28, 34, 16, 16]
  const row = (texts: string[], bold = false, tableHeader = false) =>
    new TableRow({ tableHeader, children: texts.map((t, i) => cell([small(t, bold)], widths[i] ?? 10)) })
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      row(['TT', 'Điểm cầu', 'Đại biểu', 'Có mặt', 'Phát biểu'], true, true),
      ...roll.rows.map((r, i) =>
        row([
          String(i + 1),
          r.unit.name.vi,
          r.delegates.map((d) => delegateText(d, 'vi')).join('; '),
          r.joinedAt === null ? PRESENCE.absent : `${PRESENCE[r.presence]} ${hourText(r.joinedAt)}`,
          r.spokeMs ? lengthWords(r.spokeMs) : '',
        ]),
      ),
    ],
  })
}

/**
 * Minutes in the form of Vietnamese offices: A4, its margins, Times New Roman, country and motto, number and day, the
 * roll, what was said and concluded, two signatures. `draft` marks what nobody has approved; `simulated` what is not real.
 */
export async function minutesDocx(
  record: SessionRecord,
  text: MinutesText,
  marks: { draft: boolean; simulated: boolean; world: string | null },
): Promise<Buffer> {
  const { session } = record
  const at = session.endedAt ?? session.openedAt
  const chair = session.points.find((p) => p.id === session.chair)?.name.vi ?? ''
  const notes = [
    ...(marks.draft ? ['DỰ THẢO, CHƯA ĐƯỢC DUYỆT'] : []),
    ...(marks.simulated ? ['CÓ HÌNH HOẶC SỐ LIỆU MÔ PHỎNG'] : []),
  ]
  const document = new Document({
    creator: 'Trống Đồng',
    title: `Biên bản: ${session.title}`,
    styles: { default: { document: { run: { font: 'Times New Roman', size: SIZE.text } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) },
          },
        },
        ...(marks.world ? docxMark(marks.world) : {}),
        children: [
          columns(
            [
              line('CHÍNH PHỦ'),
              line('TRUNG TÂM THÔNG TIN,', { bold: true }),
              line('CHỈ ĐẠO, ĐIỀU HÀNH', { bold: true }),
              line(`Số: ${text.number?.trim() || '……'}/BB-TTCĐĐH`),
            ],
            [
              line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, size: SIZE.small }),
              line('Độc lập - Tự do - Hạnh phúc', { bold: true, size: SIZE.text }),
              line(`Hà Nội, ${dayWords(at)}`, { italics: true, size: SIZE.text }),
            ],
          ),
          ...notes.map((note) => line(note, { bold: true })),
          new Paragraph({
            alignment: CENTER,
            spacing: { before: 240 },
            children: [new TextRun({ text: 'BIÊN BẢN', bold: true, size: SIZE.text })],
          }),
          line(session.title, { bold: true, size: SIZE.text }),
          ...paragraphs(text.opening),
          heading('I. Địa điểm, thành phần'),
          ...(text.place ? [paragraph(`Điểm cầu chính: ${text.place}.`)] : []),
          paragraph(`Chủ trì: ${chair}.`),
          ...(text.secretary ? [paragraph(`Thư ký: ${text.secretary}.`)] : []),
          paragraph('Các điểm cầu:'),
          rollTable(record),
          heading('II. Nội dung, diễn biến'),
          ...paragraphs(text.statements),
          heading('III. Kết luận, chỉ đạo'),
          ...paragraphs(text.conclusions),
          ...paragraphs(text.closing),
          new Paragraph({ spacing: { before: 240 }, children: [] }),
          columns(
            [
              line('THƯ KÝ', { bold: true }),
              line(''),
              line(''),
              line(''),
              line(text.secretary, { bold: true }),
            ],
            [line('CHỦ TRÌ', { bold: true }), line(''), line(''), line(''), line(chair, { bold: true })],
          ),
          small('Nơi nhận:', true),
          small('- Các điểm cầu dự họp;'),
          small('- Lưu: VT.'),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
