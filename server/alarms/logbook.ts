import type { FastifyInstance } from 'fastify'
import type { AlarmStep } from '../../shared/alarm.ts'
import type { Words } from '../catalogue/index.ts'
import type { Alarm } from './types.ts'

/** The position by its name, with those who held it; or the webhook. */
function toWhom({ detail }: AlarmStep): Words {
  const { name, position, webhook, to } = detail
  const of = typeof name === 'object' && name !== null && 'vi' in name && 'en' in name ? name : null
  const code = String(position ?? webhook ?? '')
  const people = Array.isArray(to) && to.length ? `: ${to.join(', ')}` : ''
  return { vi: `${of?.vi ?? code}${people}`, en: `${of?.en ?? code}${people}` }
}
type Told = (title: Words, step: AlarmStep) => Words
const WORDS: Partial<Record<AlarmStep['kind'], Told>> = {
  acknowledged: (t, s) => ({
    vi: `Đã xác nhận báo động: ${t.vi}. ${s.note ?? ''}`,
    en: `Alarm acknowledged: ${t.en}. ${s.note ?? ''}`,
  }),
  shelved: (t, s) => ({
    vi: `Tạm gác báo động: ${t.vi}. Lý do: ${s.note ?? ''}`,
    en: `Alarm shelved: ${t.en}. Reason: ${s.note ?? ''}`,
  }),
  returned: (t) => ({
    vi: `Báo động trở lại sau hẹn giờ: ${t.vi}`,
    en: `Alarm came back after its timer: ${t.en}`,
  }),
  escalated: (t, s) => ({
    vi: `Báo động được chuyển cấp (${toWhom(s).vi}): ${t.vi}`,
    en: `Alarm escalated (${toWhom(s).en}): ${t.en}`,
  }),
  vacant: (t, s) => ({
    vi: `Không ai giữ vị trí ${toWhom(s).vi}, chuyển bậc tiếp theo: ${t.vi}`,
    en: `Nobody holds ${toWhom(s).en}; the next rung is taken: ${t.en}`,
  }),
}
const GRAVE = new Set(['critical', 'high'])
/** What was raised longer ago is no news: a start finds it, or an answer that was lost. */
const NEWS_MS = 60_000

/** The raising that the log has not heard of; null when there is none. `told`: by alarm, how many raisings it was told. */
export function untold(
  { id, kind, life }: Pick<Alarm, 'id' | 'kind' | 'life'>,
  told: Map<number, number>,
  now: number,
): AlarmStep | null {
  if (life.times <= (told.get(id) ?? 0)) return null
  told.set(id, life.times)
  // A connection or a screen that is lost, or broken into, stands in the log by itself.
  if (kind === 'connection' || kind === 'screen' || kind === 'intrusion') return null
  // What chatters only counts.
  if (now - life.raisedAt > NEWS_MS || (life.times > 1 && life.chattering > 0)) return null
  const raised = life.times === 1 ? 'raised' : 'again'
  return { kind: raised, at: life.raisedAt, by: null, note: null, detail: {} }
}

/** As it is raised; raised again it may be of another cause, with other figures. */
function raisedWords({ title, text }: Pick<Alarm, 'title' | 'text'>, again: boolean): Words {
  if (!again) return { vi: `Báo động: ${title.vi}`, en: `Alarm: ${title.en}` }
  const said = (of: 'vi' | 'en') => [title[of], text[of]].filter(Boolean).join('. ')
  return { vi: `Báo động lại: ${said('vi')}`, en: `Alarm raised again: ${said('en')}` }
}

/** What of an alarm belongs into the shift's log. A grave one whenever it is raised; whatever a person did. */
export function tellLogbook(
  app: FastifyInstance,
  alarm: Pick<Alarm, 'id' | 'title' | 'text' | 'severity' | 'rule' | 'place'>,
  steps: readonly AlarmStep[],
  actor: string | null,
): void {
  for (const step of steps) {
    const again = step.kind === 'again'
    const words =
      (again || step.kind === 'raised') && GRAVE.has(alarm.severity)
        ? raisedWords(alarm, again)
        : WORDS[step.kind]?.(alarm.title, step)
    if (!words) continue
    app.bus.emit('logbook', {
      ...{ at: step.at, kind: `alarm.${step.kind}`, subject: `alarm:${alarm.id}`, text: words, actor },
      detail: { severity: alarm.severity, rule: alarm.rule.code, place: alarm.place },
    })
  }
}
