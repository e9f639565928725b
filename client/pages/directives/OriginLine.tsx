import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { OriginView } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber, periodText } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'

/** What a task came from, as it was then, and the way back to it. */
export function OriginLine({ origin: o, language }: { origin: OriginView; language: Language }) {
  const { t } = useTranslation('directives')
  if (o.kind === 'alert')
    return (
      <span data-origin="alert">
        {t('origin.alert')} <Link to={`/alerts?id=${o.alert}`}>{o.headline}</Link>
      </span>
    )
  return (
    <span data-origin="number">
      {o.name[language]}, {o.unit.name[language]}:{' '}
      <Link to={`/lineage/${o.indicator}/${o.unit.code}`}>
        {formatNumber(o.value, o.decimals, language)} {o.symbol[language]}
      </Link>{' '}
      <small>
        {o.period ? periodText(o.period, language) : dayAndClock(o.validTo)},{' '}
        {t('origin.recorded', { time: dayAndClock(o.recordedAt) })}
        {o.message && `, ${t('origin.message', { id: o.message })}`}
        {o.simulated && `, ${t('simulated')}`}
      </small>
    </span>
  )
}
