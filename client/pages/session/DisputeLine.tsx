import { useTranslation } from 'react-i18next'
import type { DisputeBeside } from '../../../shared/api/standing.ts'
import { Mark, useLanguage } from '../../ui/index.ts'
import { instant } from '../desk/times.ts'
import styles from './numbers.module.css'
import { figure } from './numbers.ts'

/** Two sources, two numbers: who says what, how far apart, since when. */
export function DisputeLine({ dispute, now }: { dispute: DisputeBeside; now: number }) {
  const { t } = useTranslation(['bridge', 'checks'])
  const language = useLanguage()
  const { decimals, symbol } = dispute.indicator
  const { difference, allowed } = dispute.finding
  const side = (which: 'left' | 'right') => {
    const { value, source } = dispute[which]
    return (
      <span>
        {source?.[language] ?? t(`checks:side.${dispute.kind}.${which}`)}{' '}
        <b>{value === null ? '–' : `${figure(value, decimals, language)} ${symbol[language]}`}</b>
      </span>
    )
  }
  return (
    <p className={styles.dispute} data-dispute={dispute.id}>
      <strong>
        <Mark kind="disputed" /> {t('numbers.disputed')}
      </strong>
      {side('left')}
      {side('right')}
      <small>
        {difference !== null &&
          `${t('numbers.apart', { by: figure(Math.abs(difference), decimals, language) })}, `}
        {allowed !== null && `${t('numbers.allowed', { by: figure(allowed, decimals, language) })}, `}
        {t('numbers.since', { time: instant(dispute.openedAt, now) })}
      </small>
    </p>
  )
}
