import { describe, expect, it } from 'vitest'
import { fold, holdsWords, likeWords } from '../../../shared/fold.ts'
import { groupOf, shiftOfEntry } from '../../../shared/log.ts'
import { type ShiftRef, sameShift } from '../../../shared/shift.ts'

describe('words as they are searched', () => {
  it('lose case, marks and the stroke of đ', () => {
    expect(fold('Điện Biên:  ĐỒNG NAI')).toBe('dien bien: dong nai')
    expect(fold('Thừa Thiên Huế'.normalize('NFD'))).toBe('thua thien hue')
    expect(holdsWords(fold('Lũ trên sông Cầu'), 'cau LU')).toBe(true)
    expect(holdsWords(fold('Lũ trên sông Cầu'), 'cau hong')).toBe(false)
  })
  it('keep the signs of a pattern as themselves', () => {
    expect(likeWords('50% a_b  \\')).toEqual(['%50\\%%', '%a\\_b%', '%\\\\%'])
    expect(likeWords('  ')).toEqual([])
  })
})

describe('whose log an entry belongs to', () => {
  const s = (no: number): ShiftRef => ({ day: '2026-11-23', no })
  const closed =
    (...list: ShiftRef[]) =>
    (x: ShiftRef) =>
      list.some((c) => sameShift(c, x))
  it('its writer’s, even after the hour of that shift; the chief’s for what the system saw', () => {
    expect(shiftOfEntry({ writer: s(1), chief: s(2), coming: [s(2), s(3)] }, closed())).toEqual(s(1))
    expect(shiftOfEntry({ writer: null, chief: s(1), coming: [s(2), s(3)] }, closed())).toEqual(s(1))
    expect(shiftOfEntry({ writer: null, chief: null, coming: [s(2), s(3)] }, closed())).toEqual(s(2))
  })
  it('never a closed one: after an early handover the shift that comes', () => {
    expect(shiftOfEntry({ writer: s(1), chief: s(2), coming: [s(1), s(2)] }, closed(s(1)))).toEqual(s(2))
    expect(shiftOfEntry({ writer: null, chief: null, coming: [s(1), s(2)] }, closed(s(1)))).toEqual(s(2))
    expect(
      shiftOfEntry({ writer: null, chief: null, coming: [s(1), s(2), s(3)] }, closed(s(1), s(2))),
    ).toEqual(s(3))
    expect(shiftOfEntry({ writer: null, chief: null, coming: [s(1), s(2)] }, closed(s(1), s(2)))).toBeNull()
  })
  it('groups kinds by their first word', () => {
    expect(['note', 'connection.lost', 'bridge-opened', 'stage.raised', 'weather'].map(groupOf)).toEqual([
      'people',
      'connections',
      'bridge',
      'duty',
      'other',
    ])
  })
})
