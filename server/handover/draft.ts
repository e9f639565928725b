import type { FastifyInstance } from 'fastify'
import type { AlarmView } from '../../shared/api/alarms.ts'
import type { AttentionRow } from '../../shared/live.ts'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import { alarmItems, thingOf } from './alarms.ts'
import type { DraftItem } from './news.ts'

type Words = { vi: string; en: string }
const DAY_MS = 86_400_000
const NONE: Words = { vi: '', en: '' }

/** What the rooms know of what is open, as plain data. */
export type Open = {
  stage: { no: number; name: Words; since: number; cause: string } | null
  alarms: readonly AlarmView[]
  attention: readonly AttentionRow[]
  connections: readonly {
    id: string
    name: Words
    state: ConnectionState
    since: number | null
    simulated: boolean
  }[]
  disputes: readonly { id: string; name: Words; since: number }[]
  screens: readonly { id: number; name: string; connected: boolean; since: number }[]
  running: readonly { id: string; title: string; openedAt: number }[]
  booked: readonly { id: string; title: string; startsAt: number }[]
}

const STATE: Partial<Record<string, Words>> = {
  lost: { vi: 'mất kết nối', en: 'is lost' },
  late: { vi: 'trễ hạn', en: 'is late' },
  refusing: { vi: 'có dòng bị từ chối', en: 'refuses rows' },
  guessed: { vi: 'dò mã ghép màn hình', en: 'guesses the codes of screens' },
  copied: { vi: 'khóa bị dùng từ nơi khác', en: 'has its token used from elsewhere' },
}
const said = (name: Words, state: string): Words => {
  const words = STATE[state] ?? { vi: state, en: state }
  return { vi: `${name.vi}: ${words.vi}`, en: `${name.en} ${words.en}` }
}
const both = (text: string): Words => ({ vi: text, en: text })

function ofAttention(row: AttentionRow): DraftItem {
  const { id, subject, subjectName, state, since, acknowledged } = row
  const note = acknowledged
    ? both(`${acknowledged.by}: ${acknowledged.note}`)
    : { vi: 'chưa ai xác nhận', en: 'not acknowledged' }
  // Which source is late changes by the minute.
  const passing = row.kind === 'connection' && state === 'late'
  const thing = `${row.kind}:${subject}/${state}`
  const base = { ...{ key: `attention:${id}`, thing, passing, rule: null }, note, since, simulated: false }
  if (row.kind === 'connection')
    return { ...base, kind: 'source', text: said(subjectName, state), href: `/desk?connection=${subject}` }
  if (row.kind === 'screen')
    return {
      ...{ ...base, kind: 'screen', href: '/desk' },
      text: { vi: `Màn hình ${subjectName.vi} mất liên lạc`, en: `Screen ${subjectName.en} is lost` },
    }
  if (row.kind === 'directive')
    return {
      ...{ ...base, kind: 'directive', href: `/directives?id=${subject}` },
      text: { vi: `Nhiệm vụ quá hạn: ${subjectName.vi}`, en: `Directive overdue: ${subjectName.en}` },
    }
  return { ...base, kind: 'alarm', text: said(subjectName, state), href: '/desk' }
}

/** Every thing that the next shift inherits, each once, what wants a person first. Pure. */
export function draftOf(open: Open, now: number): DraftItem[] {
  const { stage, alarms, attention, connections, disputes, screens, running, booked } = open
  // What is not yet, or by a changed rule never, an alarm is handed over from its own room.
  const alarmed = new Set(alarms.flatMap((a) => a.attention ?? []))
  const causes = attention.filter((a) => !alarmed.has(a.id))
  const told = new Set([...alarms.map(thingOf), ...causes.map((a) => `${a.kind}:${a.subject}`)])
  const items: DraftItem[] = []
  const of = (thing: string, passing = false) => ({ thing, passing, rule: null })
  if (stage && stage.no > 1)
    items.push({
      ...of(`stage:${stage.no}`),
      ...{ key: `stage:${stage.no}`, kind: 'stage', since: stage.since, href: '/stages', simulated: false },
      text: {
        vi: `Đang ở giai đoạn ${stage.no}: ${stage.name.vi}`,
        en: `Stage ${stage.no} is in force: ${stage.name.en}`,
      },
      note: both(stage.cause),
    })
  items.push(...alarmItems(alarms), ...causes.map(ofAttention))
  for (const c of connections)
    if (
      (c.state === 'lost' || c.state === 'late' || c.state === 'refusing') &&
      !told.has(`connection:${c.id}`)
    )
      items.push({
        ...of(`connection:${c.id}/${c.state}`, c.state === 'late'),
        ...{ key: `source:${c.id}:${c.state}`, kind: 'source', since: c.since, note: NONE },
        ...{ text: said(c.name, c.state), href: `/desk?connection=${c.id}`, simulated: c.simulated },
      })
  for (const d of disputes)
    if (!told.has(`dispute:${d.id}`))
      items.push({
        ...of(`dispute:${d.id}`),
        ...{ key: `dispute:${d.id}`, kind: 'dispute', since: d.since, note: NONE, simulated: false },
        text: { vi: `Chưa khớp: ${d.name.vi}`, en: `In dispute: ${d.name.en}` },
        href: '/checks',
      })
  for (const s of screens)
    if (!s.connected && !told.has(`screen:${s.id}`))
      items.push({
        // A page that loads itself again is back within seconds; what stays away becomes a cause.
        ...of(`screen:${s.id}/lost`, true),
        ...{ key: `screen:${s.id}`, kind: 'screen', since: s.since, note: NONE, href: '/desk' },
        text: { vi: `Màn hình ${s.name} không nối`, en: `Screen ${s.name} is not connected` },
        simulated: false,
      })
  for (const s of running)
    items.push({
      ...of(`session:${s.id}`),
      ...{ key: `session:${s.id}`, kind: 'session', since: s.openedAt, note: NONE, simulated: false },
      text: { vi: `Phiên đang họp: ${s.title}`, en: `Session running: ${s.title}` },
      href: `/session/${s.id}`,
    })
  for (const b of booked)
    if (b.startsAt < now + DAY_MS)
      items.push({
        // The hour alone brings it within the day that is handed over.
        ...of(`booking:${b.id}`, true),
        ...{ key: `booking:${b.id}:${b.startsAt}`, kind: 'session', since: b.startsAt, note: NONE },
        text: { vi: `Phiên đã đặt: ${b.title}`, en: `Session booked: ${b.title}` },
        ...{ href: `/sessions?booking=${b.id}`, simulated: false },
      })
  return items
}

/** Asks every room. */
export async function openNow(app: FastifyInstance): Promise<Open> {
  const now = app.catalogue.now()
  const stage = app.stages.current()
  return {
    stage: { no: stage.no, name: stage.name, since: stage.since, cause: stage.cause },
    alarms: app.alarms.standing(),
    attention: app.duty.rows(),
    connections: app.trust.connections().flatMap(({ id, state }) => {
      const c = app.intake.connections.get(id)
      const since = app.trust.connection(id)?.since ?? null
      return c ? [{ id, name: c.name, state, since, simulated: c.simulated }] : []
    }),
    disputes: app.checks.disputes.open().map((d) => {
      const indicator = now.indicatorById(d.indicator)
      const unit = now.unitById(d.unit)?.names.at(-1)
      const of = (language: 'vi' | 'en') =>
        [indicator?.name[language], unit?.[language], d.period].filter(Boolean).join(', ')
      return { id: d.id, name: { vi: of('vi'), en: of('en') }, since: d.openedAt }
    }),
    screens: app.live.screens().map(({ id, name, connected, since }) => ({ id, name, connected, since })),
    running: app.bridge.national().map(({ id, title, openedAt }) => ({ id, title, openedAt })),
    booked: await app.bridge.coming(),
  }
}
