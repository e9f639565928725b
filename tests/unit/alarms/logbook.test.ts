import { expect, it } from 'vitest'
import { untold } from '../../../server/alarms/logbook.ts'
import { type AlarmKind, NEW_LIFE } from '../../../shared/alarm.ts'

const NOW = 1_000_000
const alarm = (times: number, more: { kind?: AlarmKind; chattering?: number; ago?: number } = {}) => ({
  ...{ id: 7, kind: more.kind ?? 'value' },
  life: { ...NEW_LIFE, times, chattering: more.chattering ?? 0, raisedAt: NOW - (more.ago ?? 0) },
})

it('the log hears of each raising of an alarm once', () => {
  const told = new Map<number, number>()
  const kinds = [1, 1, 2, 2, 3].map((times) => untold(alarm(times), told, NOW)?.kind)
  expect(kinds).toEqual(['raised', undefined, 'again', undefined, 'again'])
})

it('what chatters only counts, and is told again once it has calmed', () => {
  const told = new Map([[7, 2]])
  expect(untold(alarm(3, { chattering: 3 }), told, NOW)).toBeNull()
  expect(untold(alarm(3), told, NOW)).toBeNull()
  expect(untold(alarm(4), told, NOW)?.kind).toBe('again')
})

it('what was raised before the start, and what stands in the log by itself, is not told', () => {
  expect(untold(alarm(1, { ago: 61_000 }), new Map(), NOW)).toBeNull()
  expect(untold(alarm(2, { kind: 'connection' }), new Map([[7, 1]]), NOW)).toBeNull()
})
