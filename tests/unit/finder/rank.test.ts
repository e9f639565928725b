import { expect, it } from 'vitest'
import { best, rankOf } from '../../../server/finder/rank.ts'

it('a code stands before a name, a beginning before a word inside, marks do not count', () => {
  expect(rankOf('KTN-02', ['Sản lượng điện'], 'ktn-02')).toBe(0)
  expect(rankOf('22', ['Quảng Ninh'], 'quang')).toBe(1)
  expect(rankOf('48', ['Đà Nẵng'], 'nang')).toBe(2)
  expect(rankOf('X', ['Tốc độ tăng GRDP'], 'grdp tang')).toBe(3)
  expect(rankOf('X', ['Tốc độ tăng GRDP'], 'thu')).toBeNull()
})

it('gives the best first and no more than asked', () => {
  const names = ['Mực nước hồ Hòa Bình', 'Hòa Bình', 'Hồ Thác Bà', 'Bình Phước']
  const found = best(names, (n) => ({ code: n, names: [n] }), 'hoa binh', 5)
  expect(found).toEqual(['Hòa Bình', 'Mực nước hồ Hòa Bình'])
  expect(best(names, (n) => ({ code: n, names: [n] }), 'h', 1)).toHaveLength(1)
})
