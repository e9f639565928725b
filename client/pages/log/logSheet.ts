import type { LogEntryView } from '../../../shared/api/logbook.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet, SheetColumn } from '../../export/index.ts'

const COLUMNS: readonly [key: string, kind: SheetColumn['kind']][] = [
  ['id', 'number'],
  ['at', 'instant'],
  ['shift', 'text'],
  ['position', 'text'],
  ['by', 'text'],
  ['kind', 'text'],
  ['text', 'text'],
  ['subject', 'text'],
  ['value', 'number'],
  ['measure', 'text'],
  ['valid_to', 'instant'],
  ['corrects', 'number'],
  ['corrected_by', 'number'],
  ['reason', 'text'],
  ['locked', 'text'],
  ['simulated', 'text'],
]

/** The entries on the page as a table; `word` names a column. */
export function logSheet(
  entries: readonly LogEntryView[],
  language: Language,
  word: (key: string) => string,
): Sheet {
  const yes = (is: boolean) => (is ? word('yes') : '')
  return {
    columns: COLUMNS.map(([key, kind]) => ({ key, kind, title: word(`log.column.${key}`) })),
    rowKey: 'id',
    rowLabel: 'text',
    rows: entries.map((e) => {
      const value = e.snapshot?.value
      return [
        ...[e.id, e.at, `${e.shift.day}/${e.shift.no}`, e.position?.name[language] ?? '', e.by ?? ''],
        ...[e.kind, e.text[language], e.snapshot?.name[language] ?? e.subject ?? ''],
        ...[value?.value ?? null, value?.symbol[language] ?? '', value?.validTo ?? null],
        ...[e.corrects, e.correctedBy, e.reason ?? '', yes(e.locked), yes(e.snapshot?.simulated ?? false)],
      ]
    }),
  }
}
