import { describe, expect, it } from 'vitest'
import { readTyped } from '../../../../../client/pages/entry/typedNumber.ts'

const value = (value: number) => ({ kind: 'number', value })
const wrong = (why: string) => ({ kind: 'wrong', why })

describe('a typed number', () => {
  it.each([
    ['1234', 1234],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1.234.567', 1234567],
    ['1,234,567.25', 1234567.25],
    ['1 234', 1234],
    ['1\u00a0234,5', 1234.5],
    ['−5', -5],
    ['-0,5', -0.5],
    ['+7', 7],
    ['0.123', 0.123],
    ['1234.567', 1234.567],
    ['3,2', 3.2],
    ['３４', 34],
    ['-0', 0],
  ])('%s is read as %d', (text, n) => {
    expect(readTyped(text)).toEqual(value(n))
  })

  it.each([
    ['1.234', [1234, 1.234]],
    ['12,345', [12345, 12.345]],
    ['-1.234', [-1234, -1.234]],
  ])('%s has two readings and is asked', (text, readings) => {
    expect(readTyped(text)).toEqual({ kind: 'ask', readings })
  })

  it.each([
    ['1.2.3', 'groups'],
    ['1,23,4', 'groups'],
    ['1.234,567.8', 'groups'],
    ['1,234.', 'groups'],
    ['5-', 'signs'],
    ['--5', 'signs'],
    ['abc', 'notANumber'],
    ['1e5', 'notANumber'],
    ['.', 'notANumber'],
    ['5.', 'notANumber'],
    ['5%', 'percent'],
    ['=1+1', 'signs'],
  ])('%s is refused: %s', (text, why) => {
    expect(readTyped(text)).toEqual(wrong(why))
  })

  it('is empty, or a percentage where the measure is one', () => {
    expect(readTyped(' \u00a0')).toEqual({ kind: 'empty' })
    expect(readTyped('5 %', true)).toEqual(value(5))
  })
})
