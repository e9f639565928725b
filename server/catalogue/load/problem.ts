import type { Words } from '../types.ts'

/** What is wrong with one cell of a catalogue. `line` counts from 1 with the header; `column` is the column's name. */
export type Problem = {
  file: string
  line: number
  column: string
  code: ProblemCode
  value: string
  message: Words
}

export const PROBLEMS = {
  FILE_MISSING: ['Thiếu tệp này', 'This file is missing'],
  FILE_UNREADABLE: ['Không đọc được tệp CSV', 'The CSV cannot be read'],
  CELL_COUNT: ['Số ô của dòng khác số cột', 'The row has more or fewer cells than there are columns'],
  COLUMN_MISSING: ['Thiếu cột này', 'This column is missing'],
  EMPTY: ['Ô này không được để trống', 'This cell must not be empty'],
  NOT_A_NUMBER: ['Phải là một số', 'Must be a number'],
  NOT_IN_RANGE: ['Số nằm ngoài khoảng cho phép', 'The number is outside what is allowed'],
  BAD_CODE: [
    'Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch; dài tới 40',
    'A code is up to 40 plain letters, digits, dots and dashes',
  ],
  BAD_DATE: ['Ngày phải có dạng NNNN-TT-NN và có thật', 'Must be a real day, YYYY-MM-DD'],
  NOT_ONE_OF: ['Không thuộc các giá trị cho phép', 'Not one of the values allowed'],
  BAD_PERIOD: ['Kỳ không đọc được', 'The period cannot be read'],
  DUPLICATE: ['Trùng với một dòng trước', 'A row before it says the same'],
  UNKNOWN_UNIT: ['Không có đơn vị này trong units.csv', 'No such unit in units.csv'],
  UNKNOWN_SECTION: ['Không có chuyên mục này trong sections.csv', 'No such section in sections.csv'],
  UNKNOWN_MEASURE: ['Không có đơn vị đo này trong measures.csv', 'No such measure in measures.csv'],
  UNKNOWN_INDICATOR: ['Không có chỉ tiêu này trong indicators.csv', 'No such indicator in indicators.csv'],
  OVERLAP: ['Hai hiệu lực chồng nhau', 'Two validities overlap'],
  ENDS_BEFORE: ['Ngày kết thúc không sau ngày bắt đầu', 'The end is not after the beginning'],
  CYCLE: ['Đơn vị cấp trên tạo thành vòng', 'The parents form a circle'],
  WEIGHTS: ['Tổng trọng số của đơn vị cũ phải bằng 1', 'The weights of the old unit must sum to 1'],
  WEIGHT_MISSING: ['Bình quân gia quyền cần chỉ tiêu quyền số', 'A weighted mean needs a weight indicator'],
  RANGE: ['Khoảng cần hai giá trị, nhỏ trước lớn sau', 'A range needs two values, the lower first'],
  MEASURE_CHANGED: [
    'Chỉ tiêu đã có số liệu theo đơn vị đo khác; hãy đặt mã chỉ tiêu mới',
    'This indicator already has values in another measure; give the new one its own code',
  ],
  NO_NATION: ['Phải có đúng một đơn vị loại nation', 'There must be exactly one unit of kind nation'],
} as const satisfies Record<string, readonly [string, string]>
export type ProblemCode = keyof typeof PROBLEMS

/** Gathers all problems of a catalogue: whoever corrects it wants to see every one at once. */
export class Problems {
  readonly list: Problem[] = []
  add(file: string, line: number, column: string, code: ProblemCode, value = ''): void {
    const [vi, en] = PROBLEMS[code]
    this.list.push({ file, line, column, code, value, message: { vi, en } })
  }
}
