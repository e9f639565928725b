import { expect, test } from 'vitest'
import { calendarOf } from '../../../shared/calendar.ts'
import { type Facts, type Playlist, shownAt } from '../../../shared/playlist.ts'

const calendar = calendarOf({ holidays: ['2026-09-02'], working: [] })
const facts = (values: Record<string, Record<string, number>> = {}, more: Partial<Facts> = {}): Facts => ({
  calendar,
  values: (indicator) => new Map(Object.entries(values[indicator] ?? {})),
  alert: null,
  session: false,
  exercise: false,
  stage: 1,
  ...more,
})
const list = (key: string, more: Partial<Playlist> = {}): Playlist => ({
  key,
  title: { vi: key, en: key },
  enabled: true,
  priority: 10,
  targets: [{ kind: 'all' }],
  times: [],
  conditions: [],
  items: [{ scene: `canh-${key}`, minutes: 10 }],
  ...more,
})
const PLACE = { screen: 3, group: 'Phòng họp', wall: 1 }
/** Wall-clock time in Viet Nam. */
const vn = (text: string) => Date.parse(`${text}+07:00`)
const shown = (lists: Playlist[], at: string, f = facts(), canShow = (_: string) => true) =>
  shownAt(lists, PLACE, vn(at), f, canShow).playing?.scene ?? null

test('nothing listed, or nothing due: the default stands', () => {
  expect(shown([], '2026-11-30T08:00')).toBeNull()
  expect(shown([list('a', { enabled: false })], '2026-11-30T08:00')).toBeNull()
  expect(shown([list('a', { targets: [{ kind: 'screen', id: 4 }] })], '2026-11-30T08:00')).toBeNull()
})

test('the higher priority wins, then the nearer target', () => {
  const lists = [list('a'), list('b', { priority: 20 }), list('c', { targets: [{ kind: 'wall', id: 1 }] })]
  expect(shown(lists, '2026-11-30T08:00')).toBe('canh-b')
  expect(shown([list('a'), list('c', { targets: [{ kind: 'wall', id: 1 }] })], '2026-11-30T08:00')).toBe(
    'canh-c',
  )
  const group = list('d', { targets: [{ kind: 'group', name: 'Phòng họp' }] })
  expect(shown([list('c', { targets: [{ kind: 'wall', id: 1 }] }), group], '2026-11-30T08:00')).toBe('canh-d')
})

test('hours and days of the Vietnamese calendar', () => {
  const morning = [list('a', { times: [{ days: ['working'], from: '07:00', to: '09:00' }] })]
  expect(shown(morning, '2026-11-30T07:00')).toBe('canh-a')
  expect(shown(morning, '2026-11-30T09:00')).toBeNull()
  expect(shown(morning, '2026-11-29T08:00')).toBeNull() // a Sunday
  expect(shown(morning, '2026-09-02T08:00')).toBeNull() // National Day, a Wednesday
  expect(
    shown([list('a', { times: [{ days: ['holiday'], from: '00:00', to: '24:00' }] })], '2026-09-02T08:00'),
  ).toBe('canh-a')
  const night = [list('a', { times: [{ days: ['fri'], from: '22:00', to: '06:00' }] })]
  expect(shown(night, '2026-11-27T23:00')).toBe('canh-a')
  expect(shown(night, '2026-11-28T05:59')).toBe('canh-a')
  expect(shown(night, '2026-11-28T23:00')).toBeNull()
})

test('when any reservoir discharges', () => {
  const discharging = [
    list('a', {
      conditions: [{ kind: 'value', indicator: 'KC-09', unit: '*', comparator: '>', value: 0 }],
    }),
  ]
  expect(shown(discharging, '2026-11-30T08:00', facts({ 'KC-09': { 'HO-01': 0, 'HO-02': 0 } }))).toBeNull()
  expect(shown(discharging, '2026-11-30T08:00', facts({ 'KC-09': { 'HO-01': 0, 'HO-02': 310 } }))).toBe(
    'canh-a',
  )
  expect(shown(discharging, '2026-11-30T08:00', facts({}))).toBeNull()
})

test('an alert at least as severe, a session, an exercise, a stage', () => {
  const of = (c: Playlist['conditions'][number]) => [list('a', { conditions: [c] })]
  const at = '2026-11-30T08:00'
  expect(shown(of({ kind: 'alert', severity: 'Severe' }), at, facts({}, { alert: 'Extreme' }))).toBe('canh-a')
  expect(shown(of({ kind: 'alert', severity: 'Severe' }), at, facts({}, { alert: 'Moderate' }))).toBeNull()
  expect(shown(of({ kind: 'session' }), at, facts({}, { session: true }))).toBe('canh-a')
  expect(shown(of({ kind: 'exercise' }), at)).toBeNull()
  expect(shown(of({ kind: 'stage', from: 3 }), at, facts({}, { stage: 4 }))).toBe('canh-a')
})

test('its scenes take turns from midnight; those that cannot be shown are passed over', () => {
  const two = [
    list('a', {
      items: [
        { scene: 'mot', minutes: 10 },
        { scene: 'hai', minutes: 20 },
      ],
    }),
  ]
  expect(shown(two, '2026-11-30T00:09')).toBe('mot')
  expect(shown(two, '2026-11-30T00:10')).toBe('hai')
  expect(shown(two, '2026-11-30T00:30')).toBe('mot')
  expect(shown(two, '2026-11-30T00:09', facts(), (s) => s !== 'mot')).toBe('hai')
})

test('without a scene that can be shown a playlist is passed over, and named', () => {
  const at = vn('2026-11-30T08:00')
  const lists = [list('a', { priority: 50 }), list('b')]
  const none = shownAt(lists, PLACE, at, facts(), () => false)
  expect(none).toEqual({ playing: null, broken: ['a', 'b'] })
  const other = shownAt(lists, PLACE, at, facts(), (s) => s === 'canh-b')
  expect(other.playing?.scene).toBe('canh-b')
  expect(other.broken).toEqual(['a'])
})
