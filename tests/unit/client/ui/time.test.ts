import { describe, expect, test } from 'vitest'
import { ofAddress, toAddress } from '../../../../client/ui/time/words.ts'
import type { ClockState } from '../../../../shared/clock.ts'

const at = Date.parse('2026-11-23T07:00:00+07:00')

describe('a clock in an address', () => {
  test('of one moment is read back as it was written, with and without a range', () => {
    for (const from of [null, at - 3_600_000]) {
      const text = toAddress({ mode: 'fixed', at, known: 'then', from } as ClockState, at)
      expect(ofAddress(text)).toEqual({ mode: 'fixed', at, known: 'then', ...(from ? { from } : {}) })
    }
  })

  test.each([
    null,
    '',
    'live',
    'fixed',
    'fixed,yesterday,then',
    'fixed,2026-11-23T07:00:00,perhaps',
    'fixed,2026-11-23T07:00:00,then,soon',
    'replay,2026-11-23T07:00:00,2026-11-23T08:00:00,2026-11-23T07:00:00,7,then',
  ])('%s is none', (text) => {
    expect(ofAddress(text)).toBeNull()
  })
})
