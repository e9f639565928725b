import { describe, expect, it } from 'vitest'
import { gaps, spans, stageAt } from '../../../client/pages/replay/stageAt.ts'
import type { EventView } from '../../../shared/api/bridge.ts'

const event = (at: number, kind: string, point: string | null = null, detail = {}): EventView => ({
  ...{ at, actor: 'account:a', kind, point, detail },
})
const EVENTS = [
  event(10, 'joined', 'qn'),
  event(20, 'joined', 'hue'),
  event(30, 'agenda', null, { item: 0 }),
  event(40, 'floor-given', 'qn'),
  event(45, 'spotlight', 'qn'),
  event(50, 'lost', 'hue'),
  event(60, 'floor-given', 'hue'),
  event(65, 'returned', 'hue'),
  event(70, 'floor-ended', 'hue'),
  event(80, 'agenda', null, { item: 1 }),
  event(90, 'spotlight-ended', 'qn'),
  event(95, 'left', 'qn'),
  event(100, 'ended'),
]

describe('a session at a moment of it', () => {
  it('is what its events had come to by then', () => {
    expect(stageAt(EVENTS, 5)).toEqual({ item: null, spotlight: null, floor: null, inside: [], lost: [] })
    expect(stageAt(EVENTS, 55)).toEqual({
      ...{ item: 0, spotlight: 'qn', floor: { point: 'qn', since: 40 } },
      ...{ inside: ['qn', 'hue'], lost: ['hue'] },
    })
    expect(stageAt(EVENTS, 96)).toMatchObject({ item: 1, spotlight: null, floor: null, inside: ['hue'] })
    expect(stageAt(EVENTS, 100).inside).toEqual([])
  })

  it('stands on the time line by stretches', () => {
    expect(spans(EVENTS, 100, (s) => s.floor?.point ?? null)).toEqual([
      { id: 'qn', from: 40, to: 60 },
      { id: 'hue', from: 60, to: 70 },
    ])
    expect(spans(EVENTS, 100, (s) => (s.item === null ? null : String(s.item)))).toEqual([
      { id: '0', from: 30, to: 80 },
      { id: '1', from: 80, to: 100 },
    ])
    expect(spans([event(10, 'spotlight', 'qn')], 100, (s) => s.spotlight)).toEqual([
      { id: 'qn', from: 10, to: 100 },
    ])
  })

  it('has gaps where nothing was recorded', () => {
    expect(
      gaps({ from: 0, to: 100 }, [
        { from: 60, to: 80 },
        { from: 10, to: 50 },
      ]),
    ).toEqual([
      { from: 0, to: 10 },
      { from: 50, to: 60 },
      { from: 80, to: 100 },
    ])
    expect(gaps({ from: 0, to: 100 }, [])).toEqual([{ from: 0, to: 100 }])
    expect(gaps({ from: 10, to: 100 }, [{ from: 0, to: 200 }])).toEqual([])
  })
})
