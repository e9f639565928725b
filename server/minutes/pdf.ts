import { createRequire } from 'node:module'
import pdfmake from 'pdfmake'
import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { MinutesText } from '../../shared/api/minutes.ts'
import type { SessionRecord } from '../bridge/index.ts'
import { pdfMark } from '../papers/index.ts'
import { PRESENCE } from './presence.ts'
import { dayWords, hourText, lengthWords } from './times.ts'

const require = createRequire(import.meta.url)
/** Tinos: measured as Times New Roman, which decree 30/2020/ND-CP asks for, with every Vietnamese letter. */
const font = (face: string) => require.resolve(`@expo-google-fonts/tinos/${face}`)
const FACES = {
  normal: font('400Regular/Tinos_400Regular.ttf'),
  bold: font('700Bold/Tinos_700Bold.ttf'),
  italics: font('400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bolditalics: font('700Bold_Italic/Tinos_700Bold_Italic.ttf'),
}
pdfmake.setFonts({ Tinos: FACES })
// A paper is made of its words and these faces: nothing else is opened for it, here or elsewhere.
pdfmake.setUrlAccessPolicy(() => false)
pdfmake.setLocalAccessPolicy((path) => Object.values(FACES).includes(path))

/** Points; the same sizes as the DOCX. */
const SIZE = { text: 14, head: 13, small: 12 }
const mm = (n: number) => (n * 72) / 25.4
const line = (width: number, below = 2): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.7 }],
  alignment: 'center',
  margin: [0, 2, 0, below],
})
const centred = (text: string, more: object = {}): Content => ({
  text,
  alignment: 'center',
  fontSize: SIZE.head,
  ...more,
})
const paragraph = (text: string, more: object = {}): Content => ({
  text,
  alignment: 'justify',
  leadingIndent: mm(10),
  margin: [0, 3, 0, 3],
  ...more,
})
const paragraphs = (text: string): Content[] =>
  text
    .split('\n')
    .map((t) => t.trim())
    .filter(Boolean)
    .map((t) => paragraph(t))
const heading = (text: string) => paragraph(text, { bold: true, headlineLevel: 1 })

function rollTable({ roll }: SessionRecord): Content {
  const cell = (text: string, bold = false): TableCell => ({ text, bold, fontSize: SIZE.small })
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['auto', '27%', '*', '16%', '16%'],
      body: [
        ['TT', 'Điểm cầu', 'Đại biểu', 'Có mặt', 'Phát biểu'].map((t) => cell(t, true)),
        ...roll.rows.map((r, i) =>
          [
            String(i + 1),
            r.unit.name.vi,
            r.delegates.map((d) => `${d.name}, ${d.duty}${d.standIn ? ' (dự thay)' : ''}`).join('; '),
            r.joinedAt === null ? PRESENCE.absent : `${PRESENCE[r.presence]} ${hourText(r.joinedAt)}`,
            r.spokeMs ? lengthWords(r.spokeMs) : '',
          ].map((t) => cell(t)),
        ),
      ],
    },
    margin: [0, 4, 0, 6],
  }
}

/** The same minutes as `minutesDocx`, in the same form, as a PDF whose letters can be searched and copied. */
export function minutesPdf(
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
  const mark = marks.world === null ? null : pdfMark(marks.world, mm(5))
  const signature = (role: string, name: string): Content => ({
    stack: [
      centred(role, { bold: true }),
      centred('(Ký, ghi rõ họ tên)', { italics: true, fontSize: SIZE.small }),
      centred(name, { bold: true, margin: [0, 60, 0, 0] }),
    ],
    unbreakable: true,
  })
  const sent = record.roll.rows.map((r) => r.unit.name.vi)
  return pdfmake
    .createPdf({
      pageSize: 'A4',
      pageMargins: [mm(30), mm(20), mm(15), mm(20)],
      info: { title: `Biên bản: ${session.title}`, creator: 'Trống Đồng' },
      language: 'vi-VN',
      defaultStyle: { font: 'Tinos', fontSize: SIZE.text, lineHeight: 1.1 },
      // Page numbers from the second page on, above, in the middle.
      header: (page: number) => [
        ...(mark ? [mark.line] : []),
        ...(page > 1
          ? [centred(String(page), { margin: [0, mm(mark ? 1 : 10), 0, 0], fontSize: SIZE.head })]
          : []),
      ],
      ...(mark ? { watermark: mark.watermark } : {}),
      pageBreakBefore: (node, container) =>
        node.headlineLevel === 1 && container.getFollowingNodesOnPage().length === 0,
      content: [
        {
          columns: [
            {
              width: '42%',
              stack: [
                centred('CHÍNH PHỦ'),
                centred('TRUNG TÂM THÔNG TIN,', { bold: true }),
                centred('CHỈ ĐẠO, ĐIỀU HÀNH', { bold: true }),
                line(70),
                centred(`Số: ${text.number?.trim() || '……'}/BB-TTCĐĐH`, { margin: [0, 4, 0, 0] }),
              ],
            },
            {
              width: '58%',
              stack: [
                centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { bold: true, fontSize: 12, noWrap: true }),
                centred('Độc lập - Tự do - Hạnh phúc', { bold: true, fontSize: SIZE.head }),
                line(165),
                centred(`Hà Nội, ${dayWords(at)}`, { italics: true, margin: [0, 4, 0, 0] }),
              ],
            },
          ],
        },
        ...notes.map((note) => centred(note, { bold: true, margin: [0, 10, 0, 0] })),
        centred('BIÊN BẢN', { bold: true, fontSize: SIZE.text, margin: [0, 18, 0, 0] }),
        centred(session.title, { bold: true, fontSize: SIZE.text }),
        line(90, 8),
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
        {
          columns: [signature('THƯ KÝ', text.secretary), signature('CHỦ TRÌ', chair)],
          margin: [0, 18, 0, 0],
          unbreakable: true,
        },
        {
          stack: [
            { text: 'Nơi nhận:', bold: true, italics: true, fontSize: SIZE.small },
            ...(sent.length ? [{ text: `- ${sent.join('; ')};`, fontSize: 11 }] : []),
            { text: '- Lưu: VT.', fontSize: 11 },
          ],
          margin: [0, 14, 0, 0],
          unbreakable: true,
        },
      ],
    })
    .getBuffer()
}
