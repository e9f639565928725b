import { useTranslation } from 'react-i18next'
import type { LateItem } from '../../../shared/api/standing.ts'
import { Mark, periodText, useLanguage } from '../../ui/index.ts'
import { instant } from '../desk/times.ts'
import styles from './numbers.module.css'

const SHOWN = 3

/** What the unit owes in data: sources that are late, reports past their day. */
export function LateList({ late, now }: { late: readonly LateItem[]; now: number }) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  return (
    <section className={styles.late} data-late={late.length}>
      <h3>
        {t('numbers.lateTitle')}{' '}
        <small>{late.length ? t('numbers.lateCount', { count: late.length }) : t('numbers.lateNone')}</small>
      </h3>
      <ul>
        {late.slice(0, SHOWN).map((item) => (
          <li key={`${item.kind}/${item.code}/${item.period}`} data-late-kind={item.kind}>
            <em>
              <Mark kind="late" /> {t(`numbers.lateState.${item.state}`)}
            </em>
            <span>
              {item.name[language]}
              {item.period && (
                <small> {t('numbers.ofPeriod', { period: periodText(item.period, language) })}</small>
              )}
            </span>
            <time>{item.since ? t('numbers.since', { time: instant(item.since, now) }) : ''}</time>
          </li>
        ))}
      </ul>
      {late.length > SHOWN && <p>{t('numbers.lateMore', { count: late.length - SHOWN })}</p>}
    </section>
  )
}
