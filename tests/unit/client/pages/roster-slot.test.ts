import { expect, it } from 'vitest'
import { withSlot } from '../../../../client/pages/roster/slot.ts'

const slot = { day: '2026-11-30', no: 1, position: 'TRUONG' }
const roster = {
  days: [],
  notes: [],
  people: [
    { account: 1, username: 'an', displayName: 'An' },
    { account: 2, username: 'binh', displayName: 'Bình' },
  ],
  planned: [{ ...slot, no: 2, account: 1, username: 'an', displayName: 'An' }],
} as never

it('what is planned next of a slot is planned onto what was just planned, and no other slot is touched', () => {
  const first = withSlot(roster, { ...slot, accounts: [1] })
  const second = withSlot(first, { ...slot, accounts: [1, 2] })
  expect(second.planned.map((p) => [p.no, p.displayName])).toEqual([
    [2, 'An'],
    [1, 'An'],
    [1, 'Bình'],
  ])
  expect(withSlot(second, { ...slot, accounts: [2] }).planned.map((p) => p.account)).toEqual([1, 2])
})
