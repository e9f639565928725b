import { expect, test } from 'vitest'
import { codesIn, nearestIn, numberIn } from '../../../../../client/pages/scenes/typed.ts'

test('a number is taken once it is within its range, and brought there when the field is left', () => {
  const count = { least: 3, most: 34 }
  expect(['', '1', '12', '120', '4.5'].map((x) => numberIn(x, count))).toEqual([null, null, 12, null, null])
  expect(['', '1', '12', '120', '4.6'].map((x) => nearestIn(x, count))).toEqual([null, 3, 12, 34, 5])
})

test('a wall lower than a metre can be typed figure by figure', () => {
  const metres = { least: 0.2, most: 60, whole: false }
  expect(['0', '0.', '0.6', '0.68'].map((x) => numberIn(x, metres))).toEqual([null, null, 0.6, 0.68])
})

test('codes are read while they are typed', () => {
  expect(codesIn('KTN-02, ')).toEqual(['KTN-02'])
  expect(codesIn(' KTN-02,DP-07 ')).toEqual(['KTN-02', 'DP-07'])
})
