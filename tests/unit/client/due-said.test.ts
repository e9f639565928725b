import { expect, it } from 'vitest'
import { dueSaid } from '../../../client/pages/directives/dueSaid.ts'

/** 30 November 2026, 08:30 in Viet Nam. */
const NOW = Date.parse('2026-11-30T08:30:00+07:00')
it.each([
  ['Giải ngân xong trong 7 ngày', '2026-12-07T17:00'],
  ['Báo cáo trước ngày 5/12', '2026-12-05T17:00'],
  ['hạn là ngày 5 tháng 12 năm 2027', '2027-12-05T17:00'],
  ['Kêu gọi tàu thuyền vào bờ trước 18 giờ hôm nay', '2026-11-30T18:00'],
  ['trước 9h30 ngày mai', '2026-12-01T09:30'],
  ['Xong trước ngày 15/1', '2027-01-15T17:00'],
  ['report within 3 days', '2026-12-03T17:00'],
  ['Giải ngân trên 95% trước thứ sáu', '2026-12-04T17:00'],
  ['báo cáo chậm nhất 10 giờ thứ 5', '2026-12-03T17:00'],
  ['báo cáo trước 10 giờ thứ hai', '2026-12-07T10:00'],
  ['xong thứ ba tuần sau', '2026-12-08T17:00'],
  ['xong chủ nhật', '2026-12-06T17:00'],
  ['hoàn thành trong tuần', '2026-12-04T17:00'],
  ['Giải ngân trên 95%, 15/12', '2026-12-15T17:00'],
  ['Xong trước cuối tháng', '2026-11-30T17:00'],
  ['report by Friday', '2026-12-04T17:00'],
  ['Thực hiện Nghị quyết số 15/12', null],
  ['Thực hiện Nghị định 15/12', null],
  ['Giải ngân vốn năm 2026', null],
  ['Rà soát các dự án chậm tiến độ', null],
  ['trước ngày 31/2', null],
  ['trước 7 giờ', null],
])('%s', (text, wanted) =>
  expect(dueSaid(text, NOW)).toBe(wanted === null ? null : Date.parse(`${wanted}:00+07:00`)),
)
