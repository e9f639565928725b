import { stringify } from 'csv-stringify/sync'
import type { Entry } from './store.ts'

/** Entries for a spreadsheet: times in ISO 8601, details as JSON; texts that it would run as a formula are quoted out. */
export function auditCsv(entries: Entry[]): string {
  const rows = entries.map(({ id, at, actor, action, subject, detail, address }) => ({
    id,
    at: new Date(at).toISOString(),
    actor,
    action,
    subject,
    detail: JSON.stringify(detail),
    address,
  }))
  const columns = ['id', 'at', 'actor', 'action', 'subject', 'detail', 'address']
  return `\uFEFF${stringify(rows, { header: true, columns, escape_formulas: true })}`
}
