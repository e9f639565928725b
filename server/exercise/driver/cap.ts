import type { AlertInject } from '../../../shared/api/exercise.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import type { Sent } from './orders.ts'

export const SENDER = 'dien-tap@exercise.invalid'
/** As the standard wants it: seconds, Viet Nam's offset. */
const time = (ms: number) => `${new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 19)}+07:00`
const xml = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

function info(language: 'vi' | 'en', a: AlertInject, at: number): string {
  return `<info><language>${language === 'vi' ? 'vi-VN' : 'en-GB'}</language><category>Met</category><event>${xml(a.event[language])}</event>
<responseType>Prepare</responseType><urgency>Expected</urgency><severity>${a.severity}</severity><certainty>Likely</certainty>
<expires>${time(at + a.hours * 3_600_000)}</expires><senderName>${language === 'vi' ? 'Ban chỉ đạo diễn tập' : 'Exercise control'}</senderName>
<headline>${xml(a.headline[language])}</headline><instruction>${xml(a.instruction[language])}</instruction>
<area><areaDesc>${xml(a.areas)}</areaDesc></area></info>`
}

const named = (inject: string, at: number): Sent => ({ identifier: `DT-${inject}-${at}`, sent: time(at) })
/** The alert that an inject sent, by its identifier; null when another inject's. */
export function sentOf(inject: string, identifier: string): Sent | null {
  const at = Number(identifier.slice(`DT-${inject}-`.length))
  const sent = Number.isSafeInteger(at) && at > 0 ? named(inject, at) : null
  return sent?.identifier === identifier ? sent : null
}

/** A CAP 1.2 message of status Exercise: even outside its world it could not be taken for a real one. */
export function capOf(a: AlertInject, at: number, of: Sent | null): { xml: string; sent: Sent } {
  const sent = named(a.id, at)
  const references = of ? `<references>${SENDER},${of.identifier},${of.sent}</references>` : ''
  const infos = a.type === 'Cancel' ? '' : info('vi', a, at) + info('en', a, at)
  const note = a.type === 'Cancel' ? `<note>${xml(a.headline.vi)}</note>` : ''
  return {
    xml: `<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>${sent.identifier}</identifier><sender>${SENDER}</sender><sent>${sent.sent}</sent><status>Exercise</status>
<msgType>${a.type}</msgType><scope>Public</scope>${note}${references}${infos}</alert>`,
    sent,
  }
}
