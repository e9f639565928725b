import { useTranslation } from 'react-i18next'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { formatNumber, periodText, targetText } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './card.module.css'

type Props = { watch: NonNullable<DirectiveView['watch']>; language: Language }

/** How far its number has come to the target, and how much of the time has gone. */
export function WatchLine({ watch: w, language }: Props) {
  const { t } = useTranslation('directives')
  const figure = (n: number) => `${formatNumber(n, w.decimals, language)} ${w.symbol[language]}`
  const share = (n: number | null) => `${Math.round(Math.min(1, Math.max(0, n ?? 0)) * 100)}%`
  return (
    <section className={styles.watch} data-watch={w.state}>
      <h3>
        {w.name[language]} <small>{w.unit.name[language]}</small>
      </h3>
      <p>
        <em data-state={w.state}>{t(`watch.${w.state}`)}</em>{' '}
        {t('watch.target', { target: `${targetText(w, w.decimals, language)} ${w.symbol[language]}` })}
        {w.metSince !== null &&
          ` · ${t('watch.since', { time: dayAndClock(w.metSince), count: w.holdDays })}`}
      </p>
      <div className={styles.way} role="img" aria-label={t('watch.way', { share: share(w.progress) })}>
        <i style={{ width: share(w.progress) }} />
        <s style={{ left: share(w.elapsed) }} title={t('watch.elapsed', { share: share(w.elapsed) })} />
      </div>
      <dl>
        <div>
          <dt>{t('watch.first')}</dt>
          <dd>{w.first ? figure(w.first.value) : '–'}</dd>
        </div>
        <div>
          <dt>{t('watch.now')}</dt>
          <dd>
            {w.now ? (
              <a href={`/lineage/${w.indicator}/${w.unit.code}`}>{figure(w.now.value)}</a>
            ) : (
              t('watch.none')
            )}{' '}
            {w.now && (
              <small>{w.now.period ? periodText(w.now.period, language) : dayAndClock(w.now.at)}</small>
            )}
          </dd>
        </div>
      </dl>
    </section>
  )
}
