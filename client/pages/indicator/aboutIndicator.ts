import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { timed } from '../../api/index.ts'
import type { FileLink } from '../../export/index.ts'
import { periodText } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import type { Source, Standing } from './summary.ts'

/** A few sources are told with who stands behind them. */
const FEW = 3

/** Who sends what a file of this page holds; `none` where nobody does. */
export function sourceText(sources: readonly Source[], language: Language, none: string): string {
  const names = sources.map((s) =>
    sources.length > FEW ? s.name[language] : `${s.name[language]} (${s.agency[language]})`,
  )
  return names.length ? [...new Set(names)].join('; ') : none
}

/** The period of a number in words, else its instant (ms). */
export function whenText(period: string | null, at: number | null, language: Language): string {
  if (period !== null) return periodText(period, language)
  return at === null ? '–' : dayAndClock(at)
}

/** The period or the instant that the values belong to: each once, the newest first. */
export function asOfText(rows: readonly Standing[]): string {
  const times = new Map<string, number>()
  for (const s of rows)
    if (s.value !== null) times.set(s.period ?? (s.validTo ? dayAndClock(s.validTo) : '–'), s.validTo ?? 0)
  const newest = [...times].sort((a, b) => b[1] - a[1]).map(([text]) => text)
  return newest.length > 3 ? `${newest[0]} (${newest.length})` : newest.join('; ') || '–'
}

/** Every recorded value of an indicator as the server's own files, of the page's time. */
export const recordedFiles = (indicator: IndicatorView, label: (kind: string) => string): FileLink[] =>
  (['csv', 'xlsx', 'json-stat'] as const).map((format) => {
    const query = new URLSearchParams({ indicator: indicator.code, limit: '10000', format })
    return { label: label(format), href: timed(`/api/observations?${query}`) }
  })
