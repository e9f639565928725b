import {
  CAP_CATEGORIES,
  CAP_CERTAINTIES,
  CAP_RESPONSES,
  CAP_SEVERITIES,
  CAP_URGENCIES,
} from '../../../shared/alert.ts'
import { named, readArea } from './area.ts'
import type { Element, Rules } from './element.ts'
import type { CapInfo } from './types.ts'

const MOST_AREAS = 500
const RULES: Rules = {
  one: ['event', 'urgency', 'severity', 'certainty'],
  optional: [
    ...['language', 'audience', 'effective', 'onset', 'expires', 'senderName', 'headline', 'description'],
    ...['instruction', 'web', 'contact'],
  ],
  many: ['category', 'responseType', 'eventCode', 'parameter', 'resource', 'area'],
}
const RESOURCE: Rules = {
  one: ['resourceDesc', 'mimeType'],
  optional: ['size', 'uri', 'derefUri', 'digest'],
}

export function readInfo(e: Element, sent: number): CapInfo {
  e.allow(RULES)
  const categories = e.words('category', CAP_CATEGORIES)
  if (!e.texts('category').length) e.defect('category', 'is missing')
  const areas = e.each('area')
  if (areas.length > MOST_AREAS)
    e.defect('area', `stands ${areas.length} times, at most ${MOST_AREAS} are read`)
  for (const r of e.each('resource')) r.allow(RESOURCE)
  named(e, 'eventCode')
  const info: CapInfo = {
    language: e.text('language') ?? 'en-US',
    categories,
    event: e.text('event') ?? '',
    responseTypes: e.words('responseType', CAP_RESPONSES),
    urgency: e.word('urgency', CAP_URGENCIES),
    severity: e.word('severity', CAP_SEVERITIES),
    // The standard wants the word of CAP 1.0 read as today's.
    certainty: e.text('certainty') === 'Very Likely' ? 'Likely' : e.word('certainty', CAP_CERTAINTIES),
    effective: e.instant('effective'),
    onset: e.instant('onset'),
    expires: e.instant('expires'),
    senderName: e.text('senderName'),
    headline: e.text('headline'),
    description: e.text('description'),
    instruction: e.text('instruction'),
    web: e.text('web'),
    contact: e.text('contact'),
    parameters: named(e, 'parameter'),
    areas: areas.slice(0, MOST_AREAS).map(readArea),
  }
  if (info.web && !/^https?:\/\//i.test(info.web)) e.defect('web', 'is no http or https address')
  if (info.expires !== null && info.expires <= (info.onset ?? info.effective ?? sent))
    e.defect('expires', 'is not after the time it begins')
  return info
}
