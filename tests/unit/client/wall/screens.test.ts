import { describe, expect, it } from 'vitest'
import { faultsOf, lastTurn, toneOf } from '../../../../client/pages/screens/condition.ts'
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
  it('says a copy first, and of a lost screen nothing that it no longer knows', () => {
    const copied = { at: 0, address: '', why: 'other-machine' } as const
    expect(faultsOf(screen({ copied, connected: false, differs: true, lagMs: 9_000 }), NOW)).toEqual([
      'copied',
      'lost',
    ])
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
