import type { LogSnapshot } from '../../shared/api/logbook.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { formatNumber, momentText, periodText } from '../ui/format/index.ts'

/** What it was when the entry was written: '41.250,5 tỷ đồng · Cả nước · tháng 10/2026 · ghi nhận 08:12:03'. */
export function snapshotText(
  s: LogSnapshot,
  now: number,
  language: Language,
  word: (key: string, values?: Record<string, string>) => string,
): string {
  const { value } = s
  const recorded = (at: number) => word('log.recorded', { time: momentText(at, now, language) })
  if (value)
    return [
      value.value === null
        ? word('log.noValue')
        : `${formatNumber(value.value, value.decimals, language)} ${value.symbol[language]}`,
      value.unitName[language],
      value.period ? periodText(value.period, language) : momentText(value.validTo, now, language),
      value.recordedAt ? recorded(value.recordedAt) : '',
    ]
      .filter(Boolean)
      .join(' · ')
  const state = word(`log.state.${s.kind}.${s.state}`)
  const since = s.since === null ? '' : word('log.stateSince', { time: momentText(s.since, now, language) })
  return [state.startsWith('log.state.') ? s.state : state, since].filter(Boolean).join(' ')
}
