import type { RollRow } from '../../../shared/api/bookings.ts'
import { delegateText } from '../../../shared/delegates.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'

const SECOND = 1_000

/** The roll as a table for a file: times as instants, lengths in seconds. */
export function rollSheet(
  rows: readonly RollRow[],
  language: Language,
  title: (column: string) => string,
): Sheet {
  const column = (key: string, kind: SheetColumn['kind']): SheetColumn => ({ key, kind, title: title(key) })
  return {
    rowKey: 'code',
    rowLabel: 'name',
    columns: [
      column('code', 'text'),
      column('name', 'text'),
      column('presence', 'text'),
      column('delegates', 'text'),
      column('standIn', 'text'),
      column('joinedAt', 'instant'),
      column('lateSeconds', 'number'),
      column('leftAt', 'instant'),
      column('interruptions', 'number'),
      column('awaySeconds', 'number'),
      column('spokeSeconds', 'number'),
    ],
    rows: rows.map((r) => [
      r.unit.code,
      r.unit.name[language],
      r.presence,
      r.delegates.map((d) => delegateText(d, language)).join('; '),
      String(r.standIn),
      r.joinedAt,
      Math.round(r.lateMs / SECOND),
      r.leftAt,
      r.interruptions,
      Math.round(r.awayMs / SECOND),
      Math.round(r.spokeMs / SECOND),
    ]),
  }
}
