import { describe, expect, it } from 'vitest'
import { answers, worstFirst } from '../../../../client/pages/desk/screenOrder.ts'
import { lastTurn } from '../../../../client/pages/screens/condition.ts'
import type { ScreenRow } from '../../../../shared/live.ts'
import { faultsOf, SCREEN_FAULTS, toneOf } from '../../../../shared/screen-fault.ts'
import { CLEAR_OVERLAY, type ScreenHealth, type ScreenState } from '../../../../shared/wall.ts'

const NOW = 5_000
const health: ScreenHealth = {
  ...{ framesPerSecond: 60, heapMb: 100, heapLimitMb: 1_000, skewMs: 0, version: 'a', engine: 'Firefox 153' },
  ...{ width: 1920, height: 1080, contextsLost: 0, upSeconds: 9, kept: true, stalledMs: 20 },
}
const screen = (over: Partial<ScreenState> = {}): ScreenState => ({
  ...{ id: 1, name: 'a', group: null, connected: true, since: 0, lastSeenAt: 0, scene: '', lagMs: 0 },
  ...{
    health,
    healthAt: 0,
    place: null,
    overlay: CLEAR_OVERLAY,
    thumbnailAt: null,
    copied: null,
    differs: false,
  },
  ...over,
})

describe('what wants a person about a screen', () => {
  it('is nothing while it is well, also where its browser tells no memory', () => {
    expect(faultsOf(screen(), NOW)).toEqual([])
    expect(faultsOf(screen({ health: { ...health, heapMb: null, heapLimitMb: null } }), NOW)).toEqual([])
  })
  const copied = { at: 0, address: '', why: 'other-machine' } as const
  it('says first that it is lost or does not answer, then that its token was copied', () => {
    expect(faultsOf(screen({ copied, connected: false }), NOW)).toEqual(['lost', 'copied'])
    expect(faultsOf(screen({ copied }), 25_001)).toEqual(['silent', 'copied'])
    expect(faultsOf(screen({ copied, differs: true }), NOW)).toEqual(['copied', 'differs'])
  })
  it('says of a lost screen nothing that is not known any more', () => {
    expect(faultsOf(screen({ connected: false, differs: true, lagMs: 9_000 }), NOW)).toEqual(['lost'])
  })
  it('stands in one order, whatever is wrong at once', () => {
    const bad = { framesPerSecond: 1, heapMb: 999, skewMs: 9_999, stalledMs: 9_999, failed: 'x' }
    const all = { copied, differs: true, lagMs: 9_000, health: { ...health, ...bad } }
    expect(faultsOf(screen(all), 25_001)).toEqual(SCREEN_FAULTS.slice(1))
  })
  it('says of a connected screen whose page has said nothing for 20 s that it does not answer, in red', () => {
    expect(faultsOf(screen({ healthAt: 5_000 }), 25_000)).toEqual([])
    expect(faultsOf(screen({ healthAt: 5_000 }), 25_001)).toEqual(['silent'])
    expect(faultsOf(screen({ health: null, healthAt: null, since: 5_000 }), 25_001)).toEqual(['silent'])
    expect(faultsOf(screen({ connected: false }), 25_001)).toEqual(['lost'])
    expect([toneOf('silent'), toneOf('broken'), toneOf(undefined)]).toEqual(['red', 'amber', undefined])
  })
  it.each([
    ['slow', { framesPerSecond: 5 }],
    ['memory', { heapMb: 800 }],
    ['skew', { skewMs: -3_600_000 }],
    ['frozen', { stalledMs: 20_000 }],
    ['broken', { failed: 'map: no context' }],
  ] as const)('%s', (fault, bad) =>
    expect(faultsOf(screen({ health: { ...health, ...bad } }), NOW)).toEqual([fault]),
  )
})

it('the turn of a wall is the newest that more than one of its screens took part in', () => {
  const turn = (at: number, ...screens: number[]) => ({
    ...{ at, what: 'x', spreadMs: 1 },
    turned: screens.map((screen) => ({ screen, at })),
  })
  expect(lastTurn([turn(3, 1), turn(2, 8, 9), turn(1, 1, 2)], new Set([1, 2]))?.at).toBe(1)
})

describe('the screens on the desk', () => {
  const row = (id: number, fault: ScreenRow['fault'], lagMs: number | null = 0): ScreenRow => ({
    ...{ id, name: 'a', connected: fault !== 'lost', since: 0, scene: '', lagMs },
    ...{ width: 1, height: 1, lastSeenAt: 0, fault },
  })
  it('stand with the worst first, then by their lag', () => {
    const rows = [
      row(1, null, 900),
      row(2, 'lag', 9_000),
      row(3, 'silent'),
      row(4, null, 1_000),
      row(5, 'lost'),
    ]
    expect(worstFirst([...rows, row(6, 'copied')]).map((r) => r.id)).toEqual([5, 3, 6, 2, 4, 1])
  })
  it('do not count as connected while their page does not answer', () => {
    const faults = [null, 'copied', 'broken', 'silent', 'lost'] as const
    expect(faults.filter((fault) => answers(row(1, fault)))).toEqual([null, 'copied', 'broken'])
  })
})
