// The form of a connection's contract as a person types it, and what the server takes.
import type { ConnectionView } from '../../../shared/api/intake.ts'
import { type Deadline, TIERS, type Tier } from '../../../shared/deadline.ts'
import { RUNGS, type Rung } from '../../../shared/ladder.ts'
import { parseDuration, periodText } from '../../../shared/period.ts'
import { type IndicatorPeriod, ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

type Contract = ConnectionView['contract']
export type SeriesDraft = { indicator: string; units: string; measure: string; low: string; high: string }
export type DeadlineDraft = { days: string; working: boolean; at: string }
export type ContractDraft = {
  period: string
  grace: string
  expiry: string
  /** Null = day and night. */
  hours: { days: number[]; from: string; to: string; closed: boolean } | null
  /** No days = that tier has no deadline of its own. */
  deadlines: Record<Tier, DeadlineDraft>
  series: SeriesDraft[]
  /** Minutes after it became late; all empty = as usual. */
  escalation: Record<Rung, string>
  twoPersons: boolean
  note: string
  contactName: string
  contactPhone: string
  contactEmail: string
  legalBasis: string
}

export const EMPTY_SERIES: SeriesDraft = { indicator: '', units: '', measure: '', low: '', high: '' }
export const NEW_CONTRACT: ContractDraft = {
  period: 'P1D',
  grace: '3600',
  expiry: '259200',
  hours: null,
  deadlines: deadlineDrafts(null),
  series: [],
  escalation: { owner: '', duty: '', propose: '' },
  twoPersons: false,
  note: '',
  contactName: '',
  contactPhone: '',
  contactEmail: '',
  legalBasis: '',
}

function deadlineDrafts(of: Contract['times']['deadlines']): ContractDraft['deadlines'] {
  const draft = (d: Deadline | undefined): DeadlineDraft =>
    d ? { ...d, days: String(d.days) } : { days: '', working: true, at: '17:00' }
  return { commune: draft(of?.commune), province: draft(of?.province), central: draft(of?.central) }
}

const inMinutes = (seconds: number | undefined) => (seconds === undefined ? '' : String(seconds / 60))
const text = (n: number | undefined) => (n === undefined ? '' : String(n))

export function draftOf(contract: Contract): ContractDraft {
  const { times } = contract
  const [first] = times.hours ?? []
  return {
    period: times.period,
    grace: String(times.graceSeconds),
    expiry: String(times.expirySeconds),
    hours: first
      ? { days: [...first.days], from: first.from, to: first.to, closed: first.holidays === 'closed' }
      : null,
    deadlines: deadlineDrafts(times.deadlines),
    series: contract.series.map((s) => ({
      indicator: s.indicator,
      units: Array.isArray(s.units) ? s.units.join(', ') : '',
      measure: s.measure ?? '',
      low: text(s.min),
      high: text(s.max),
    })),
    escalation: {
      owner: inMinutes(contract.escalation?.owner),
      duty: inMinutes(contract.escalation?.duty),
      propose: inMinutes(contract.escalation?.propose),
    },
    twoPersons: contract.twoPersons,
    note: '',
    contactName: contract.contact?.name ?? '',
    contactPhone: contract.contact?.phone ?? '',
    contactEmail: contract.contact?.email ?? '',
    legalBasis: contract.legalBasis ?? '',
  }
}

const whole = (s: string) => /^\d{1,9}$/.test(s.trim())
const minutes = (s: string) => /^\d{1,6}(?:\.\d+)?$/.test(s)
const inOrder = (list: number[]) => list.every((n, i) => i === 0 || n >= (list[i - 1] ?? 0))
const numeric = (s: string) => s.trim() === '' || Number.isFinite(Number(s.replace(',', '.')))

/** Names of the fields that cannot be sent as they stand. */
export function wrongFields(draft: ContractDraft): string[] {
  const wrong: string[] = []
  if (!parseDuration(draft.period.trim())) wrong.push('period')
  if (!whole(draft.grace)) wrong.push('grace')
  if (!whole(draft.expiry) || Number(draft.expiry) < 1) wrong.push('expiry')
  if (draft.hours && (!draft.hours.days.length || draft.hours.from >= draft.hours.to)) wrong.push('hours')
  for (const tier of TIERS) {
    const { days, at } = draft.deadlines[tier]
    if (days.trim() && !(whole(days) && Number(days) <= 366 && /^([01]\d|2[0-3]):[0-5]\d$/.test(at.trim())))
      wrong.push(`deadline.${tier}`)
  }
  // All three or none, each no earlier than the one before.
  const rungs = RUNGS.map((rung) => draft.escalation[rung].trim())
  const given = rungs.filter(Boolean)
  if (given.length && !(given.length === RUNGS.length && rungs.every(minutes) && inOrder(rungs.map(Number))))
    wrong.push('escalation')
  // A number to call belongs to somebody.
  if (!draft.contactName.trim() && (draft.contactPhone.trim() || draft.contactEmail.trim()))
    wrong.push('contactName')
  draft.series.forEach((s, i) => {
    if (!s.indicator.trim()) wrong.push(`series.${i}.indicator`)
    if (!numeric(s.low)) wrong.push(`series.${i}.low`)
    if (!numeric(s.high)) wrong.push(`series.${i}.high`)
  })
  return wrong
}

/** Empty fields are left out: any unit, the indicator's own measure, no range. */
export function contractInput(draft: ContractDraft) {
  const number = (s: string) => (s.trim() === '' ? undefined : Number(s.replace(',', '.')))
  return {
    times: {
      period: draft.period.trim(),
      graceSeconds: Number(draft.grace),
      expirySeconds: Number(draft.expiry),
      hours: draft.hours ? [hoursInput(draft.hours)] : null,
      ...deadlinesInput(draft.deadlines),
    },
    series: draft.series.map((s) => {
      const units = s.units.split(/[,;\s]+/).filter(Boolean)
      const [low, high] = [number(s.low), number(s.high)]
      return {
        indicator: s.indicator.trim(),
        ...(units.length && { units }),
        ...(s.measure.trim() && { measure: s.measure.trim() }),
        ...(low !== undefined && { min: low }),
        ...(high !== undefined && { max: high }),
      }
    }),
    ...(draft.escalation.owner.trim() && {
      escalation: {
        owner: inSeconds(draft.escalation.owner),
        duty: inSeconds(draft.escalation.duty),
        propose: inSeconds(draft.escalation.propose),
      },
    }),
    ...(draft.twoPersons && { twoPersons: true }),
    ...(draft.note.trim() && { note: draft.note.trim() }),
    ...(draft.contactName.trim() && {
      contact: {
        name: draft.contactName.trim(),
        ...(draft.contactPhone.trim() && { phone: draft.contactPhone.trim() }),
        ...(draft.contactEmail.trim() && { email: draft.contactEmail.trim() }),
      },
    }),
    ...(draft.legalBasis.trim() && { legalBasis: draft.legalBasis.trim() }),
  }
}

const inSeconds = (minutesText: string) => Math.round(Number(minutesText) * 60)
const hoursInput = ({ closed, ...hours }: NonNullable<ContractDraft['hours']>) => ({
  ...hours,
  ...(closed && { holidays: 'closed' as const }),
})

function deadlinesInput(drafts: ContractDraft['deadlines']) {
  const given = TIERS.filter((tier) => drafts[tier].days.trim())
  const of = (tier: Tier) => ({
    ...drafts[tier],
    days: Number(drafts[tier].days),
    at: drafts[tier].at.trim(),
  })
  return given.length ? { deadlines: Object.fromEntries(given.map((tier) => [tier, of(tier)])) } : {}
}

/** The last whole period before an instant, as a row states it; a real-time value states its instant. */
export function sampleTime(period: IndicatorPeriod, now: number): { at: string } | { period: string } {
  const d = new Date(now + ZONE_OFFSET_MS)
  const pad = (n: number) => String(n).padStart(2, '0')
  const day = (ms: number) => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 10)
  const [year, month] = [d.getUTCFullYear(), d.getUTCMonth()]
  const lastMonth = new Date(Date.UTC(year, month - 1, 1))
  const lastQuarter = new Date(Date.UTC(year, Math.floor(month / 3) * 3 - 3, 1))
  switch (period) {
    case 'realtime':
      return { at: `${d.toISOString().slice(0, 19)}+07:00` }
    case 'daily':
      return { period: day(now - 86_400_000) }
    case 'weekly': {
      const monday = Date.parse(`${day(now - ((d.getUTCDay() + 6) % 7) * 86_400_000)}T00:00:00+07:00`)
      return { period: periodText({ from: monday - 7 * 86_400_000, to: monday }) ?? day(now) }
    }
    case 'monthly':
      return { period: `${lastMonth.getUTCFullYear()}-${pad(lastMonth.getUTCMonth() + 1)}` }
    case 'quarterly':
      return { period: `${lastQuarter.getUTCFullYear()}-Q${Math.floor(lastQuarter.getUTCMonth() / 3) + 1}` }
    case 'yearly':
      return { period: String(year - 1) }
  }
}

export type SampleRow = ({ at: string } | { period: string }) & {
  indicator: string
  unit: string
  value: number
  measure?: string
}

/** A command that sends one row with a key. */
export function curlExample(origin: string, id: string, key: string, row: SampleRow): string {
  return [
    `curl -X POST ${origin}/api/connections/${id}/observations`,
    `-H 'Authorization: Bearer ${key}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify({ observations: [row] })}'`,
  ].join(' \\\n  ')
}
