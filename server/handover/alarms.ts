import { ALARM_SEVERITIES } from '../../shared/alarm.ts'
import type { AlarmView } from '../../shared/api/alarms.ts'
import type { HandoverItem } from '../../shared/api/handover.ts'
import { type DraftItem, groupOf } from './news.ts'

type Words = { vi: string; en: string }
/** From so many of one rule on, they are handed over as one item. */
const TOGETHER = 6
const both = (text: string): Words => ({ vi: text, en: text })

const KIND: Partial<Record<AlarmView['kind'], HandoverItem['kind']>> = {
  ...{ connection: 'source', screen: 'screen', directive: 'directive', check: 'dispute' },
}
const SEVERITY: Record<AlarmView['severity'], Words> = {
  critical: { vi: 'khẩn cấp', en: 'critical' },
  high: { vi: 'nghiêm trọng', en: 'high' },
  medium: { vi: 'trung bình', en: 'medium' },
  low: { vi: 'thấp', en: 'low' },
}
const rank = (a: AlarmView) => ALARM_SEVERITIES.indexOf(a.severity)

/** 'connection:EVN/lost' → 'connection:EVN': what an alarm is about, whatever is the matter with it. */
export const thingOf = (a: Pick<AlarmView, 'subject' | 'kind'>): string =>
  a.kind === 'connection' || a.kind === 'screen' || a.kind === 'directive'
    ? a.subject.slice(0, a.subject.lastIndexOf('/'))
    : a.subject

function hrefOf(a: AlarmView): string {
  const id = thingOf(a).slice(a.kind.length + 1)
  if (a.kind === 'connection') return `/desk?connection=${id}`
  if (a.kind === 'directive') return `/directives?id=${id}`
  return `/alarms?id=${a.id}`
}

/** What has been done about it so far. */
function noteOf({ acknowledged, shelved, owner, active, severity }: AlarmView): Words {
  const done: Words[] = [SEVERITY[severity]]
  if (!active) done.push({ vi: 'đã hết nguyên nhân', en: 'its cause is gone' })
  if (shelved) {
    const { by, reason } = shelved
    done.push({ vi: `tạm gác, ${by}: ${reason}`, en: `shelved, ${by}: ${reason}` })
  } else if (acknowledged) done.push(both(`${acknowledged.by}: ${acknowledged.note}`))
  else done.push({ vi: 'chưa ai xác nhận', en: 'not acknowledged' })
  if (owner) done.push({ vi: `đã giao ${owner}`, en: `assigned to ${owner}` })
  return { vi: done.map((d) => d.vi).join('; '), en: done.map((d) => d.en).join('; ') }
}

/** What the rooms tell by themselves too; anything else is what it is by its rule. */
const TOLD_TOO: ReadonlySet<AlarmView['kind']> = new Set([
  ...(['connection', 'screen', 'directive', 'intrusion', 'check'] as const),
])
/** Which source is late changes by the minute. */
const isPassing = ({ kind, subject }: AlarmView) => kind === 'connection' && subject.endsWith('/late')

const one = (a: AlarmView): DraftItem => ({
  key: a.attention === null ? `alarm:${a.id}` : `attention:${a.attention}`,
  ...{ kind: KIND[a.kind] ?? 'alarm', passing: isPassing(a), rule: a.rule },
  thing: TOLD_TOO.has(a.kind) ? a.subject : `${a.rule} ${a.subject}`,
  ...{ text: a.title, note: noteOf(a), since: a.since, href: hrefOf(a), simulated: a.simulated },
})

function many(alarms: readonly AlarmView[], first: AlarmView): DraftItem {
  const of = alarms.length
  const waiting = alarms.filter((a) => !a.acknowledged && !a.shelved).length
  const worst = SEVERITY[first.severity]
  return {
    // Of another count it is another thing to walk through.
    ...{ key: `alarms:${first.rule}:${of}`, kind: KIND[first.kind] ?? 'alarm', href: '/alarms' },
    ...{ thing: groupOf(first.rule), passing: alarms.every(isPassing), rule: first.rule },
    text: {
      vi: `${first.ruleName.vi}: ${of} báo động, đầu là ${first.title.vi}`,
      en: `${first.ruleName.en}: ${of} alarms, first of them ${first.title.en}`,
    },
    note: {
      vi: `nặng nhất: ${worst.vi}; ${waiting ? `${waiting} chưa ai xác nhận` : 'đều đã xác nhận'}`,
      en: `gravest: ${worst.en}; ${waiting ? `${waiting} not acknowledged` : 'all acknowledged'}`,
    },
    since: Math.min(...alarms.map((a) => a.since)),
    simulated: alarms.every((a) => a.simulated),
  }
}

/** Open alarms as a shift hands them over: the gravest first, many of one rule as one. Pure. */
export function alarmItems(alarms: readonly AlarmView[]): DraftItem[] {
  const byRule = new Map<string, AlarmView[]>()
  for (const a of [...alarms].sort((a, b) => rank(a) - rank(b) || b.since - a.since))
    byRule.set(a.rule, [...(byRule.get(a.rule) ?? []), a])
  const lines = [...byRule.values()].flatMap((of) => {
    const [first] = of
    if (first && of.length >= TOGETHER) return [{ first, item: many(of, first) }]
    return of.map((a) => ({ first: a, item: one(a) }))
  })
  return lines
    .sort((a, b) => rank(a.first) - rank(b.first) || b.first.since - a.first.since)
    .map(({ item }) => item)
}
