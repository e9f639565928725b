import { describe, expect, it } from 'vitest'
import { pauseBefore } from '../../../../client/pages/wall/device/anew.ts'
import { engineOf } from '../../../../client/pages/wall/device/engine.ts'
import { failures, reportFailure } from '../../../../client/pages/wall/device/failures.ts'
import { plannedAfter, wantsReload } from '../../../../client/pages/wall/device/renewal.ts'
import { overlaid } from '../../../../shared/overlay.ts'
import { proofText } from '../../../../shared/proof.ts'
import type { ShiftPlan } from '../../../../shared/shift.ts'
import { CLEAR_OVERLAY } from '../../../../shared/wall.ts'

const at = (text: string) => Date.parse(`2026-11-30T${text}+07:00`)

const HOUR = 3_600_000
const plans: ShiftPlan[] = [
  { fromDay: '2026-01-01', starts: [360, 840, 1320] },
  { fromDay: '2026-12-02', starts: [420, 1140] },
]

describe('a planned reload', () => {
  it('comes ten minutes before a shift ends in Viet Nam, screens a little apart', () => {
    expect(plannedAfter(plans, at('12:00:00'), 0)).toBe(at('13:50:00'))
    expect(plannedAfter(plans, at('12:00:00'), 2)).toBe(at('13:50:40'))
    expect(plannedAfter(plans, at('23:00:00'), 0)).toBe(at('05:50:00') + 86_400_000)
  })
  it('follows the shifts of the room when they change', () => {
    const day = 86_400_000
    expect(plannedAfter(plans, at('12:00:00') + 2 * day, 0)).toBe(at('18:50:00') + 2 * day)
  })
  it('waits for the server to say when they end', () => {
    const page = { screen: 0, heap: null, age: 15 * HOUR, now: at('23:00:00') }
    expect(wantsReload({ ...page, plans: [] })).toBeNull()
  })
  it('is wanted by a page that was there before it, not by one that just started', () => {
    const page = { screen: 0, heap: null, plans }
    const since = (start: string, now: string) => ({ now: at(now), age: at(now) - at(start) })
    expect(wantsReload({ ...page, ...since('08:00:00', '13:49:59') })).toBeNull()
    expect(wantsReload({ ...page, ...since('08:00:00', '13:50:00') })).toBe('planned')
    expect(wantsReload({ ...page, ...since('13:40:00', '13:55:00') })).toBeNull()
  })
  it('is wanted at once when memory runs full', () => {
    const page = { screen: 0, plans, age: 60_000, now: at('08:01:00') }
    expect(wantsReload({ ...page, heap: { used: 800, limit: 1_000 } })).toBe('heap')
    expect(wantsReload({ ...page, heap: { used: 700, limit: 1_000 } })).toBeNull()
  })
})

it('a broken page is loaded again ever more seldom while that does not mend it, and never given up', () => {
  expect([0, 1, 2, 3].map(pauseBefore)).toEqual([5_000, 10_000, 20_000, 40_000])
  expect(pauseBefore(50)).toBe(5 * 60_000)
})

it('what cannot be drawn is told, the newest first, until it stands again', () => {
  expect(failures()).toBeNull()
  const stands = reportFailure('map', new Error('no context'))
  const other = reportFailure('row KTN-02@VN', 'bad')
  expect(failures()).toBe('row KTN-02@VN: bad · map: no context')
  other()
  stands()
  expect(failures()).toBeNull()
  const long = reportFailure('map', new Error('x'.repeat(900)))
  expect(failures()).toHaveLength(200)
  long()
})

it('an engine is named by itself, not by what it claims to be like', () => {
  expect(engineOf('Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0')).toBe(
    'Firefox 153',
  )
  expect(engineOf('Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36')).toBe(
    'Chromium 140',
  )
})

describe('what lies over a picture', () => {
  it('a notice ends by the server’s clock, and what else lies there stays', () => {
    const dim = { ...CLEAR_OVERLAY, night: 0.5 }
    const notice = { do: 'notice', text: 'a', tone: 'info', minutes: 2 } as const
    expect(overlaid(dim, notice, 1_000)).toEqual({
      ...{ night: 0.5, blank: false },
      notice: { text: 'a', tone: 'info', until: 121_000, at: 1_000 },
    })
  })
  it('an order that lays nothing over it leaves it', () =>
    expect(overlaid(CLEAR_OVERLAY, { do: 'reload' }, 0)).toBeNull())
})

it('the same numbers and words hash alike whenever and by whatever frame they came', () => {
  const shown = (seq: number) => proofText({ scene: 'a', values: [[7, 1, seq, 41.1, 5, '41,1']] })
  expect(shown(3)).toBe(shown(9))
  expect(proofText({ scene: 'a', values: [[7, 1, 3, 41.2, 5, '41,1']] })).not.toBe(shown(3))
})

it('a dark screen does not say the same as one that shows no number, and an older page’s word still holds', () => {
  const said = { scene: 'a', values: [] }
  expect(proofText({ ...said, cover: 'dark', cut: 0 })).not.toBe(proofText({ ...said, cover: null, cut: 0 }))
  expect(proofText({ ...said, cover: null, cut: 3 })).not.toBe(proofText(said))
  expect(proofText({ ...said, cover: null, cut: 0 })).toBe(proofText(said))
})
