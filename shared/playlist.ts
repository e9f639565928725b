// Which scene belongs on a screen at a time: playlists by hours, days, conditions and priority. Pure.
import { type Static, Type } from 'typebox'
import { CAP_SEVERITIES, type CapSeverity } from './alert.ts'
import { type Calendar, dayNumber, startOfDay, weekday } from './calendar.ts'
import { SceneCell, SceneKey, SceneWords } from './scene.ts'
import type { Comparator } from './vocabulary.ts'

const closed = { additionalProperties: false }
export const Target = Type.Union([
  Type.Object({ kind: Type.Literal('all') }, closed),
  Type.Object(
    { kind: Type.Literal('screen'), id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('group'), name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }) },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('wall'), id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) },
    closed,
  ),
])
export type Target = Static<typeof Target>
/** A screen and what it belongs to. */
export type Place = { screen: number; group: string | null; wall: number | null }

export const DAYS = ['working', 'dayOff', 'holiday', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const Hour = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' })
export const Times = Type.Object(
  {
    /** Any of these; none = every day. */
    days: Type.Array(Type.Enum([...DAYS]), { maxItems: DAYS.length, uniqueItems: true }),
    from: Hour,
    to: Hour,
  },
  closed,
)
export type Times = Static<typeof Times>
export const Condition = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('value'),
      indicator: SceneCell.properties.indicator,
      /** A unit's code, or '*' for any unit that reports it. */
      unit: Type.String({ minLength: 1, maxLength: 40 }),
      comparator: Type.Enum(['<', '<=', '>', '>=', '=']),
      value: Type.Number(),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('alert'), severity: Type.Enum([...CAP_SEVERITIES]) }, closed),
  Type.Object({ kind: Type.Literal('session') }, closed),
  Type.Object({ kind: Type.Literal('exercise') }, closed),
  Type.Object({ kind: Type.Literal('stage'), from: Type.Integer({ minimum: 1, maximum: 5 }) }, closed),
])
export type Condition = Static<typeof Condition>

export const Playlist = Type.Object(
  {
    key: SceneKey,
    title: SceneWords,
    enabled: Type.Boolean(),
    priority: Type.Integer({ minimum: 0, maximum: 100 }),
    targets: Type.Array(Target, { minItems: 1, maxItems: 40 }),
    /** Any of these; none = always. */
    times: Type.Array(Times, { maxItems: 20 }),
    /** All of these must hold. */
    conditions: Type.Array(Condition, { maxItems: 10 }),
    items: Type.Array(
      Type.Object({ scene: SceneKey, minutes: Type.Integer({ minimum: 1, maximum: 1_440 }) }, closed),
      { minItems: 1, maxItems: 40 },
    ),
  },
  closed,
)
export type Playlist = Static<typeof Playlist>

/** What conditions are asked about; `values` of an indicator are its units' newest numbers by code. */
export type Facts = {
  calendar: Calendar
  values(indicator: string): ReadonlyMap<string, number>
  /** The worst severity in force; null when nothing is. */
  alert: CapSeverity | null
  session: boolean
  exercise: boolean
  /** 1 is the ordinary stage. */
  stage: number
}

const compare = (a: number, by: Comparator, b: number): boolean => {
  switch (by) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    default:
      return a === b
  }
}

export function conditionHolds(c: Condition, facts: Facts): boolean {
  switch (c.kind) {
    case 'value': {
      const values = facts.values(c.indicator)
      const list = c.unit === '*' ? [...values.values()] : [values.get(c.unit) ?? Number.NaN]
      return list.some((v) => Number.isFinite(v) && compare(v, c.comparator, c.value))
    }
    case 'alert':
      return facts.alert !== null && CAP_SEVERITIES.indexOf(facts.alert) <= CAP_SEVERITIES.indexOf(c.severity)
    case 'session':
      return facts.session
    case 'exercise':
      return facts.exercise
    case 'stage':
      return facts.stage >= c.from
  }
}

const WEEK = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const minutesOf = (hour: string) => Number(hour.slice(0, 2)) * 60 + Number(hour.slice(3))

function dayFits(days: Times['days'], day: number, calendar: Calendar): boolean {
  if (!days.length) return true
  return days.some((d) => {
    if (d === 'working') return calendar.isWorking(day)
    if (d === 'dayOff') return !calendar.isWorking(day)
    if (d === 'holiday') return calendar.isHoliday(day)
    return WEEK[weekday(day)] === d
  })
}

/** Hours that end before they begin run past midnight and belong to the day on which they began. */
export function timeFits(times: Times, now: number, calendar: Calendar): boolean {
  const day = dayNumber(now)
  const minute = (now - startOfDay(day)) / 60_000
  const [from, to] = [minutesOf(times.from), minutesOf(times.to)]
  if (from < to) return minute >= from && minute < to && dayFits(times.days, day, calendar)
  return (
    (minute >= from && dayFits(times.days, day, calendar)) ||
    (minute < to && dayFits(times.days, day - 1, calendar))
  )
}

/** How near a target names a screen: 3 itself, 2 its group, 1 its wall, 0 everything; -1 not at all. */
export function reach(target: Target, place: Place): number {
  switch (target.kind) {
    case 'screen':
      return target.id === place.screen ? 3 : -1
    case 'group':
      return target.name === place.group ? 2 : -1
    case 'wall':
      return target.id === place.wall ? 1 : -1
    case 'all':
      return 0
  }
}

export type Playing = { playlist: string; scene: string; since: number; until: number | null }
export type ShownAt = {
  playing: Playing | null
  /** Playlists whose turn it is and that have no scene that can be shown. */
  broken: string[]
}

/** The item that stands in a playlist's round, which starts anew each midnight in Viet Nam. */
function itemAt(
  items: Playlist['items'],
  now: number,
): { scene: string; since: number; until: number | null } | null {
  const [first] = items
  if (!first) return null
  const midnight = startOfDay(dayNumber(now))
  if (items.length === 1) return { scene: first.scene, since: midnight, until: null }
  const round = items.reduce((sum, i) => sum + i.minutes, 0) * 60_000
  let at = midnight + Math.floor((now - midnight) / round) * round
  for (const item of items) {
    const end = at + item.minutes * 60_000
    if (now < end) return { scene: item.scene, since: at, until: Math.min(end, midnight + 86_400_000) }
    at = end
  }
  return null
}

/**
 * What the playlists show on a screen now; null when none has its turn: the default stands. The highest priority wins, then
 * the nearest target, then the key. Scenes that cannot be shown are passed over.
 */
export function shownAt(
  playlists: readonly Playlist[],
  place: Place,
  now: number,
  facts: Facts,
  canShow: (scene: string, playlist: string) => boolean,
  holds: (c: Condition) => boolean = (c) => conditionHolds(c, facts),
): ShownAt {
  const broken: string[] = []
  const due = playlists
    .map((playlist) => ({ playlist, near: Math.max(...playlist.targets.map((t) => reach(t, place))) }))
    .filter(
      ({ playlist: p, near }) =>
        p.enabled &&
        near >= 0 &&
        (p.times.length === 0 || p.times.some((t) => timeFits(t, now, facts.calendar))) &&
        p.conditions.every(holds),
    )
    .sort(
      (a, b) =>
        b.playlist.priority - a.playlist.priority ||
        b.near - a.near ||
        (a.playlist.key < b.playlist.key ? -1 : 1),
    )
  for (const { playlist } of due) {
    const item = itemAt(
      playlist.items.filter((i) => canShow(i.scene, playlist.key)),
      now,
    )
    if (item) return { playing: { playlist: playlist.key, ...item }, broken }
    broken.push(playlist.key)
  }
  return { playing: null, broken }
}
