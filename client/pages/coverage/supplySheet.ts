import type { SupplyView } from '../../../shared/api/supply.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet } from '../../export/sheet.ts'

export const COLUMNS = [
  'agreed',
  'supplied',
  'onTime',
  'late',
  'missing',
  'pending',
  'refused',
  'hand',
  'waiting',
] as const

/** The board as a table: a line a group, figures as they stand. */
export function supplySheet(view: SupplyView, language: Language, word: (column: string) => string): Sheet {
  return {
    columns: [
      { key: 'key', title: word('key'), kind: 'text' },
      { key: 'name', title: word('name'), kind: 'text' },
      ...COLUMNS.map((c) => ({ key: c, title: word(c), kind: 'number' as const })),
    ],
    rows: view.groups.map((g) => [g.key, g.name[language], ...COLUMNS.map((c) => g[c])]),
    rowKey: 'key',
    rowLabel: 'name',
  }
}
