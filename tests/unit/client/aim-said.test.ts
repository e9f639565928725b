import { expect, it } from 'vitest'
import { aimSaid } from '../../../client/pages/directives/aimSaid.ts'
import { prioritySaid } from '../../../client/pages/directives/prioritySaid.ts'

it.each([
  ['Giải ngân trên 95% trước thứ sáu', '%', ['>=', '95']],
  ['giải ngân đạt trên 95,5 % trước 31/12', '%', ['>=', '95,5']],
  ['không để thất nghiệp vượt 3%, giảm còn 2,2%', '%', ['<=', '2,2']],
  ['Giảm xuống dưới 20 hồ sơ', 'hồ sơ', ['<=', '20']],
  ['duy trì không dưới 95%', '%', ['>=', '95']],
  ['không vượt 3%', '%', ['<=', '3']],
  ['Không quá 3%', '%', ['<=', '3']],
  ['bring it below 3 %', '%', ['<=', '3']],
  ['Kêu gọi tàu thuyền vào bờ trước 18 giờ', '%', null],
  ['xử lý trên 20 hồ sơ', '%', null],
  ['xử lý trên 20 hồ sơ', 'hồ', ['>=', '20']],
  ['xử lý trên 20 hồng', 'hồ', null],
  ['Rà soát các dự án', '%', null],
])('%s in %s', (text, symbol, wanted) =>
  expect(aimSaid(text, symbol)).toEqual(wanted && { comparator: wanted[0], value: wanted[1] }),
)

it.each([
  ['Khẩn: sơ tán dân', 'urgent'],
  ['khẩn trương rà soát', 'normal'],
  ['Hỏa tốc, kêu gọi tàu thuyền', 'immediate'],
  ['Rà soát', 'normal'],
])('%s is %s', (text, wanted) => expect(prioritySaid(text)).toBe(wanted))
