import writeXlsxFile, { type Row } from 'write-excel-file/node'
import { sheetName, type World } from '../../../shared/world.ts'
import { COLUMNS } from './sheet.ts'

const WIDTHS = [6, 34, 70, 18, 12, 14, 14, 14, 12]
const NOTES: readonly (readonly [string, string])[] = [
  [
    COLUMNS.no[0],
    'Bắt buộc. Số thứ tự của nhiệm vụ trong văn bản; mỗi số một dòng. Nhập lại tệp không ghi hai lần.',
  ],
  [
    COLUMNS.units[0],
    'Bắt buộc. Tên hoặc mã đơn vị đang có hiệu lực; nhiều đơn vị cách nhau bằng dấu chấm phẩy.',
  ],
  [COLUMNS.text[0], 'Bắt buộc. Nội dung giao, tối đa 4.000 ký tự.'],
  [COLUMNS.due[0], 'Bắt buộc. Ngày (và giờ): 05/12/2026 hoặc 05/12/2026 16:30; không ghi giờ là 17:00.'],
  [COLUMNS.priority[0], 'Thường, Khẩn hoặc Hỏa tốc; để trống là Thường.'],
  [COLUMNS.indicator[0], 'Mã chỉ tiêu theo dõi, nếu có.'],
  [COLUMNS.comparator[0], '>=, <= hoặc =; để trống là >=.'],
  [COLUMNS.value[0], 'Mức đề ra, ghi dạng số.'],
  [COLUMNS.hold[0], 'Số ngày phải giữ mức; để trống là 7.'],
]

/** An empty workbook with the columns' names, and on a second sheet what each holds. */
export function importTemplate(world: World): Promise<Buffer> {
  const head = (value: string) => ({ type: String, value, fontWeight: 'bold' as const })
  const header: Row = Object.values(COLUMNS).map(([name]) => head(name))
  return writeXlsxFile([
    {
      data: [header],
      sheet: sheetName('Nhiệm vụ', world),
      stickyRowsCount: 1,
      columns: WIDTHS.map((width) => ({ width })),
    },
    {
      data: NOTES.map(([name, text]): Row => [head(name), { type: String, value: text }]),
      sheet: sheetName('Hướng dẫn', world),
      columns: [{ width: 24 }, { width: 100 }],
    },
  ]).toBuffer()
}
