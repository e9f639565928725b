import type { Language } from '../../../shared/vocabulary.ts'
import { MARK_BOTH } from '../../../shared/world.ts'
import type { Alarm } from '../types.ts'
import { clock } from '../words.ts'

const SEVERITY = {
  critical: { vi: 'KHẨN CẤP', en: 'CRITICAL' },
  high: { vi: 'NGHIÊM TRỌNG', en: 'HIGH' },
  medium: { vi: 'Trung bình', en: 'Medium' },
  low: { vi: 'Thấp', en: 'Low' },
} as const
/** Alarms named in one word; the rest are counted. */
const MOST = 20

const line = (a: Pick<Alarm, 'severity' | 'title' | 'text' | 'since' | 'simulated'>, l: Language) =>
  `${a.simulated ? (l === 'vi' ? '[mô phỏng] ' : '[simulated] ') : ''}${SEVERITY[a.severity][l]}: ${a.title[l]}. ${a.text[l]} (${clock(a.since, l)})`

export type Told = { subject: string; body: string; short: string }

/** What goes out of some alarms, in a person's language; `address` leads to the list. */
export function textOf(alarms: readonly Alarm[], language: Language, address: string | null): Told {
  const vi = language === 'vi'
  const [first] = alarms
  const more = alarms.length - 1
  const subject = first
    ? `${SEVERITY[first.severity][language]}: ${first.title[language]}${more ? (vi ? ` và ${more} báo động khác` : ` and ${more} more`) : ''}`
    : ''
  const rest = alarms.length - MOST
  const lines = alarms.slice(0, MOST).map((a) => line(a, language))
  if (rest > 0) lines.push(vi ? `và ${rest} báo động khác` : `and ${rest} more`)
  if (address)
    lines.push(
      '',
      `${vi ? 'Xác nhận tại' : 'Acknowledge at'} ${address}/alarms${alarms.length === 1 && first ? `?id=${first.id}` : ''}`,
    )
  return { subject: subject.slice(0, 200), body: lines.join('\n'), short: subject.slice(0, 300) }
}

/** The same out of an exercise, whose mark goes before every word of it. `mark`: what the world says of itself. */
export const marked = ({ subject, body, short }: Told, mark: string | null): Told =>
  mark === null
    ? { subject, body, short }
    : {
        subject: `[${MARK_BOTH}] ${subject}`,
        body: `${mark}\n\n${body}`,
        short: `${MARK_BOTH}: ${short}`.slice(0, 300),
      }
