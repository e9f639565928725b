import { useTranslation } from 'react-i18next'
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { instant } from '../desk/times.ts'
import styles from './indicator.module.css'
import type { Source } from './summary.ts'

type Props = { sources: readonly Source[]; indicator: IndicatorView; language: Language; now: number }

/** The connections that send this indicator; none is said in words. */
export function Sources({ sources, indicator, language, now }: Props) {
  const { t } = useTranslation('indicator')
  return (
    <section className={styles.block}>
      <h2>{t('sources')}</h2>
      {sources.length === 0 ? (
        <p className={styles.missing}>
          {t('sourcesNone')} {t('noSourceHint', { owner: indicator.owner[language] })}
        </p>
      ) : (
        <ul className={styles.sources}>
          {sources.map((s) => (
            <li key={s.connection} data-source={s.connection}>
              <b>{s.name[language]}</b>
              <span>
                {s.connection}, {s.agency[language]}
              </span>
              <small>
                {t('seriesCount', { count: s.series })}
                {s.lastMessageAt !== null && `, ${t('lastAt', { time: instant(s.lastMessageAt, now) })}`}
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
