import type { DirectiveBoard, DirectiveView } from '../../../shared/api/directives.ts'
import { PUBLISHED } from '../../../shared/directive.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet } from '../../export/index.ts'

/** The list as a table for a file; `word` names columns and states. */
export const directiveSheet = (
  rows: readonly DirectiveView[],
  language: Language,
  word: (key: string) => string,
): Sheet => ({
  columns: [
    { key: 'id', title: '#', kind: 'number' },
    ...(['form.document', 'form.addressees', 'form.text'] as const).map((key) => ({
      ...{ key, title: word(key), kind: 'text' as const },
    })),
    { key: 'due', title: word('due'), kind: 'instant' },
    ...(['form.priority', 'column.state', 'column.published'] as const).map((key) => ({
      ...{ key, title: word(key), kind: 'text' as const },
    })),
    { key: 'issued', title: word('column.issued'), kind: 'instant' },
    { key: 'done', title: word('column.done'), kind: 'instant' },
    { key: 'watch', title: word('form.indicator'), kind: 'text' },
    { key: 'simulated', title: word('simulated'), kind: 'text' },
  ],
  rowKey: 'id',
  rowLabel: 'form.text',
  rows: rows.map((d) => [
    ...[d.id, d.document, d.addressee.name[language], d.text, d.due, word(`priority.${d.priority}`)],
    word(`state.${d.state}`),
    d.published && word(`published.${d.published}`),
    ...[d.issuedAt, d.doneAt, d.watch && `${d.watch.name[language]}: ${word(`watch.${d.watch.state}`)}`],
    d.simulated ? word('simulated') : null,
  ]),
})

/** The ranking with its denominators. */
export const boardSheet = (
  board: DirectiveBoard,
  language: Language,
  word: (key: string) => string,
): Sheet => ({
  columns: [
    { key: 'unit', title: word('form.addressees'), kind: 'text' },
    { key: 'total', title: word('column.total'), kind: 'number' },
    ...PUBLISHED.map((p) => ({ key: p, title: word(`published.${p}`), kind: 'number' as const })),
  ],
  rowKey: 'unit',
  rowLabel: 'unit',
  rows: board.addressees.map((a) => [a.unit.name[language], a.total, ...PUBLISHED.map((p) => a[p])]),
})
