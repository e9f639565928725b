import type { Cause, Change } from '../../../shared/api/quarantine.ts'

export const causeKey = (c: Cause) => [c.code, c.field, c.value].join('|')

/** Fields that a person may put in the place of what was sent. */
export const FIELDS = ['indicator', 'unit', 'period', 'at', 'value', 'measure', 'status'] as const
export type Field = (typeof FIELDS)[number]

/** What is being decided about the rows. */
export type Draft = {
  kind: 'map' | 'edit' | 'decimal' | 'again'
  code: string
  field: Field
  value: string
}

/** What a cause suggests doing first. */
export function firstDraft(c: Cause): Draft {
  const named = c.code === 'UNKNOWN_UNIT' || c.code === 'UNKNOWN_INDICATOR'
  const field = FIELDS.find((f) => f === c.field) ?? 'value'
  const again = c.code === 'NOT_IN_CONTRACT' || c.code === 'RANGE' || c.code === 'FUTURE'
  return { kind: named ? 'map' : again ? 'again' : 'edit', code: '', field, value: '' }
}

/** Null while the draft says nothing yet. */
export function changeOf(draft: Draft, cause: Cause): Change | null {
  const { kind, code, field, value } = draft
  if (kind === 'again') return {}
  if (kind === 'decimal') return { decimalComma: true }
  if (kind === 'edit') return value.trim() ? { fields: { [field]: value.trim() } } : null
  const named = cause.field === 'unit' || cause.field === 'indicator' ? cause.field : null
  return named && code ? { map: { field: named, name: cause.value, code } } : null
}
