// Common Alerting Protocol 1.2 (OASIS, 1 July 2010): its words, and what of an alert is told.
import type { Language } from './vocabulary.ts'

export const CAP_STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const
export const CAP_TYPES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const
export const CAP_SCOPES = ['Public', 'Restricted', 'Private'] as const
export const CAP_CATEGORIES = [
  ...['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE'],
  'Other',
] as const
export const CAP_RESPONSES = [
  ...['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'],
] as const
export const CAP_URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
/** Worst first. */
export const CAP_SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CAP_CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const
export type CapStatus = (typeof CAP_STATUSES)[number]
export type CapType = (typeof CAP_TYPES)[number]
export type CapScope = (typeof CAP_SCOPES)[number]
export type CapSeverity = (typeof CAP_SEVERITIES)[number]

/** A province that an area is, or lies in; `label` is what the sender wrote when that is another name. */
export type MatchedUnit = { code: string; name: Record<Language, string>; label: string | null }
/** How an area was matched to provinces; null = it was not. */
export type AreaMatch = 'geocode' | 'name' | 'shape' | null
/** What became of an alert at a time. */
export type AlertState =
  | 'coming'
  | 'inForce'
  | 'ended'
  | 'replaced'
  | 'cancelled'
  /** A message that is shown nowhere but in the list: a cancellation, an answer, a test. */
  | 'message'

/** An alert in force or coming, as the wall and the pages tell it. Times are ms since 1970. */
export type AlertLine = {
  id: number
  state: 'coming' | 'inForce'
  status: 'Actual' | 'Exercise'
  scope: CapScope
  simulated: boolean
  /** When it came: it may speak of a time long after. */
  receivedAt: number
  severity: CapSeverity
  headline: Record<Language, string>
  source: Record<Language, string>
  /** Provinces, each once; the whole country is 'VN' alone. */
  units: MatchedUnit[]
  /** Areas that could not be matched, as the sender calls them. */
  unmatched: string[]
  from: number
  to: number
  /** The sender named no end: a day was assumed. */
  assumedEnd: boolean
}

/**
 * Those in force at a time by what was last heard, the worst first, then the newest: whoever is cut off hears neither of an end
 * nor of a beginning.
 */
export const alertsInForce = (lines: readonly AlertLine[], now: number): AlertLine[] =>
  lines
    .filter((a) => a.to > now && (a.state === 'inForce' || a.from <= now))
    .sort(
      (a, b) =>
        CAP_SEVERITIES.indexOf(a.severity) - CAP_SEVERITIES.indexOf(b.severity) ||
        b.from - a.from ||
        b.id - a.id,
    )
