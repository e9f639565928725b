import type { ReviewView } from '../../../shared/api/exercise.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import type { Sheet } from '../../export/index.ts'
import { minuteText } from './minutes.ts'

type Line = ReviewView['line'][number]
type Word = (action: string) => string
type Say = (key: string) => string

/** What happened in one line: who did what about what, or what the scenario sent and whether it was taken. */
export function lineText(l: Line, language: Language, word: Word, say: Say): string {
  if (l.side === 'scenario')
    return l.taken === false ? `${l.text[language]} (${say('review.refused')})` : l.text[language]
  const who = (l.who ?? '').replace(/^account:/, '')
  return `${who}: ${word(l.kind)}${l.subject ? ` · ${l.subject}` : ''}`
}

/** The whole review as one table: what was expected, then what happened. */
export function reviewSheet(r: ReviewView, language: Language, word: Word, say: Say): Sheet {
  const expected = r.expected.map((e) => [
    ...[`expected:${e.id}`, say('review.expected'), e.dueMinute === null ? '' : minuteText(e.dueMinute)],
    ...[e.doneAt, e.text[language], e.position[language]],
    ...[say(`judged.${e.state}`), (e.by ?? '').replace(/^account:/, '')],
  ])
  const happened = r.line.map((l, i) => [
    ...[`line:${i + 1}`, say(`review.${l.side}`), minuteText(l.minute), l.at],
    ...[lineText(l, language, word, say), '', '', (l.who ?? '').replace(/^account:/, '')],
  ])
  const text = (key: string) => ({ key, title: say(`column.${key}`), kind: 'text' as const })
  return {
    rowKey: 'id',
    rowLabel: 'what',
    columns: [
      ...[text('id'), text('side'), text('minute')],
      { key: 'at', title: say('column.at'), kind: 'instant' },
      ...[text('what'), text('position'), text('state'), text('by')],
    ],
    rows: [...expected, ...happened],
  }
}
