import type { EventView } from '../../shared/api/bridge.ts'
import type { DirectiveView } from '../../shared/api/directives.ts'
import type { MinutesText } from '../../shared/api/minutes.ts'
import type { SessionRecord } from '../bridge/index.ts'
import { dayText, dayWords, hourText, hourWords, lengthWords } from './times.ts'

const SIGN = {
  '<': 'dưới',
  '<=': 'không quá',
  '>': 'trên',
  '>=': 'đạt ít nhất',
  '=': 'bằng',
  range: 'trong khoảng',
}
const figure = (value: number, decimals: number) =>
  value.toLocaleString('vi-VN', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

/** The number that a directive is held against: what it must become, and what it was when it was given. */
function aimWords({ watch }: DirectiveView): string {
  if (!watch) return ''
  const { name, symbol, decimals, comparator, value, valueHigh, first, unit } = watch
  const high = comparator === 'range' && valueHigh !== null ? ` đến ${figure(valueHigh, decimals)}` : ''
  const now = first ? ` (khi giao: ${figure(first.value, decimals)} ${symbol.vi})` : ''
  return ` Theo dõi bằng chỉ tiêu “${name.vi}” của ${unit.name.vi}: ${SIGN[comparator]} ${figure(value, decimals)}${high} ${symbol.vi}${now}.`
}

/** One paragraph for each directive, numbered; drafts and withdrawn ones are none. */
export const conclusionsOf = (directives: readonly DirectiveView[]): string =>
  directives
    .filter((d) => d.issuedAt !== null && d.state !== 'withdrawn')
    .sort((a, b) => (a.issuedAt ?? 0) - (b.issuedAt ?? 0))
    .map(
      (d, i) =>
        `${i + 1}. Giao ${d.addressee.name.vi}: ${d.text.replace(/\s+/g, ' ').replace(/[.\s]*$/, '.')} Thời hạn: ${hourText(d.due)} ngày ${dayText(d.due)}.${aimWords(d)}`,
    )
    .join('\n')

type Speech = { unit: string; from: number; ms: number }

/** Who had the floor, by item of the agenda; -1 for what was said under no item. */
function speeches(record: SessionRecord): Map<number, Speech[]> {
  const names = new Map(record.session.points.map((p) => [p.id, p.name.vi]))
  const end = record.session.endedAt ?? record.session.openedAt
  const found = new Map<number, Speech[]>()
  let item = -1
  let given: EventView | null = null
  const over = (at: number) => {
    if (!given) return
    const speech = { unit: names.get(given.point ?? '') ?? '?', from: given.at, ms: at - given.at }
    found.set(item, [...(found.get(item) ?? []), speech])
    given = null
  }
  for (const e of record.events) {
    if (e.kind === 'floor-given' && given?.point !== e.point) {
      over(e.at)
      given = e
    } else if (e.kind === 'floor-ended') over(e.at)
    else if (e.kind === 'agenda') item = typeof e.detail.item === 'number' ? e.detail.item : -1
  }
  over(end)
  return found
}

function statementsOf(record: SessionRecord): string {
  const spoken = speeches(record)
  const lines = (list: readonly Speech[]) =>
    list.map((s) => `- ${s.unit} phát biểu từ ${hourText(s.from)}, ${lengthWords(s.ms)}:`)
  const agenda = record.booking?.agenda ?? []
  return [
    ...agenda.flatMap((item, i) => [
      `${i + 1}. ${item.title}${item.unit ? ` (${item.unit.name.vi} báo cáo)` : ''}`,
      ...lines(spoken.get(i) ?? []),
    ]),
    ...lines(spoken.get(-1) ?? []),
  ].join('\n')
}

/** The first draft, from the record alone: nothing in it was said by anybody but the record. Pure. */
export function draftOf(record: SessionRecord, directives: readonly DirectiveView[]): MinutesText {
  const { session, roll } = record
  const chair = session.points.find((p) => p.id === session.chair)?.name.vi ?? ''
  const present = roll.rows.filter((r) => r.presence !== 'absent').length
  const end = session.endedAt ?? session.openedAt
  return {
    number: null,
    place: 'Trung tâm thông tin, chỉ đạo, điều hành',
    secretary: '',
    opening: `Vào hồi ${hourWords(session.openedAt)}, ${dayWords(session.openedAt)}, ${chair} chủ trì phiên họp trực tuyến “${session.title}”, ${present}/${roll.rows.length} điểm cầu có mặt.`,
    statements: statementsOf(record),
    conclusions: conclusionsOf(directives),
    closing: `Phiên họp kết thúc vào hồi ${hourWords(end)}${dayText(end) === dayText(session.openedAt) ? ' cùng ngày' : `, ${dayWords(end)}`}.`,
  }
}
