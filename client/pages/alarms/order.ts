import { ALARM_SEVERITIES, type AlarmSeverity } from '../../../shared/alarm.ts'
import type { AlarmView } from '../../../shared/api/alarms.ts'
import type { Language } from '../../../shared/vocabulary.ts'

export type AlarmFilter = {
  severity: AlarmSeverity | null
  state: 'waiting' | 'acknowledged' | 'shelved' | null
  text: string
}
export const NO_FILTER: AlarmFilter = { severity: null, state: null, text: '' }
/** From so many of one rule on they are one line that opens. */
export const GROUP_FROM = 8

export const isWaiting = (a: Pick<AlarmView, 'state'>) =>
  a.state === 'unacknowledged' || a.state === 'returned'
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase()

export function filterAlarms(rows: Iterable<AlarmView>, f: AlarmFilter, language: Language): AlarmView[] {
  const wanted = plain(f.text.trim())
  const found: AlarmView[] = []
  for (const a of rows) {
    if (f.severity && a.severity !== f.severity) continue
    if (f.state === 'waiting' && !isWaiting(a)) continue
    if (f.state === 'acknowledged' && a.state !== 'acknowledged') continue
    if (f.state === 'shelved' && a.state !== 'shelved') continue
    if (wanted && !plain(`${a.title[language]} ${a.text[language]} ${a.rule}`).includes(wanted)) continue
    found.push(a)
  }
  return found
}

/** Those that want an answer first, those put aside last; in each, the newest cause first. */
const rank = (a: AlarmView) => (isWaiting(a) ? 0 : a.state === 'shelved' ? 2 : 1)
export const newestCause = (a: AlarmView, b: AlarmView) =>
  rank(a) - rank(b) || b.since - a.since || b.id - a.id

/** What stands together: of one rule, and wanting the same of a person. */
const placeOfAlarm = (a: AlarmView) => `${rank(a)}/${a.rule}`

export type AlarmGroup = {
  key: string
  rule: string
  name: AlarmView['ruleName']
  severity: AlarmSeverity
  count: number
  waiting: number
  newest: AlarmView
  /** All of it, the newest cause first. */
  alarms: readonly AlarmView[]
}
export type AlarmLine =
  | { kind: 'alarm'; alarm: AlarmView; inGroup: boolean }
  | { kind: 'group'; group: AlarmGroup; open: boolean }

/** The lines of the list: many of one rule under one line, where its newest stands. */
export function linesOf(rows: readonly AlarmView[], opened: ReadonlySet<string>): AlarmLine[] {
  const sorted = rows.toSorted(newestCause)
  const groups = new Map<string, AlarmView[]>()
  for (const a of sorted) {
    const key = placeOfAlarm(a)
    const list = groups.get(key)
    if (list) list.push(a)
    else groups.set(key, [a])
  }
  const lines: AlarmLine[] = []
  const told = new Set<string>()
  for (const a of sorted) {
    const key = placeOfAlarm(a)
    const own = groups.get(key) ?? []
    if (own.length < GROUP_FROM) {
      lines.push({ kind: 'alarm', alarm: a, inGroup: false })
      continue
    }
    if (told.has(key)) continue
    told.add(key)
    const open = opened.has(key)
    lines.push({ kind: 'group', group: groupOf(key, a, own), open })
    if (open) for (const alarm of own) lines.push({ kind: 'alarm', alarm, inGroup: true })
  }
  return lines
}

function groupOf(key: string, newest: AlarmView, own: readonly AlarmView[]): AlarmGroup {
  const worst = Math.min(...new Set(own.map((a) => ALARM_SEVERITIES.indexOf(a.severity))))
  return {
    ...{ key, rule: newest.rule, name: newest.ruleName, newest },
    severity: ALARM_SEVERITIES[worst] ?? newest.severity,
    count: own.length,
    waiting: own.filter(isWaiting).length,
    alarms: own,
  }
}
export const keyOfLine = (l: AlarmLine) => (l.kind === 'group' ? l.group.key : String(l.alarm.id))
export const placeOf = (l: AlarmLine) => (l.kind === 'group' ? l.group.key : placeOfAlarm(l.alarm))
