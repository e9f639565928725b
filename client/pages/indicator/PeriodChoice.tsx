import { useTranslation } from 'react-i18next'
import { periodText, useLanguage } from '../../ui/index.ts'

export type PeriodDay = { period: string; day: string }
type Props = { periods: readonly PeriodDay[]; day: string | null; onDay(day: string | null): void }

/** The periods that have values, newest first; the map and the ranking show the chosen one. */
export function PeriodChoice({ periods, day, onDay }: Props) {
  const { t } = useTranslation('indicator')
  const language = useLanguage()
  return (
    <select
      name="period"
      aria-label={t('choosePeriod')}
      value={day ?? ''}
      onChange={(e) => onDay(e.target.value || null)}
    >
      <option value="">{t('latest')}</option>
      {periods.map((p) => (
        <option key={p.day} value={p.day}>
          {periodText(p.period, language)}
        </option>
      ))}
    </select>
  )
}
