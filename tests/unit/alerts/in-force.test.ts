import { expect, test } from 'vitest'
import { type AlertLine, alertsInForce } from '../../../shared/alert.ts'

const line = (id: number, more: Partial<AlertLine>): AlertLine => ({
  ...{ id, state: 'inForce', status: 'Actual', scope: 'Public', simulated: false, receivedAt: 0 },
  ...{ severity: 'Severe', headline: { vi: 'Bão', en: 'Storm' }, source: { vi: 'KTTV', en: 'NCHMF' } },
  ...{ units: [], unmatched: [], from: 1_000, to: 5_000, assumedEnd: false, ...more },
})
const ids = (lines: AlertLine[], now: number) => alertsInForce(lines, now).map((a) => a.id)

test('a warning ends at its time also where nobody is heard who says so, and one that was coming begins', () => {
  const lines = [line(1, {}), line(2, { to: 3_000 }), line(3, { state: 'coming', from: 4_000, to: 9_000 })]
  expect(ids(lines, 2_000)).toEqual([2, 1])
  expect(ids(lines, 3_000)).toEqual([1])
  expect(ids(lines, 4_000)).toEqual([3, 1])
  expect(ids(lines, 5_000)).toEqual([3])
  expect(ids(lines, 9_000)).toEqual([])
})

test('the worst warning comes first, then the newest', () => {
  const lines = [
    ...[line(1, { severity: 'Minor', from: 1_500 }), line(2, { severity: 'Extreme' })],
    ...[line(3, {}), line(4, { from: 1_500 })],
  ]
  expect(ids(lines, 2_000)).toEqual([2, 4, 3, 1])
})
