import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { SectionView } from '../../../shared/api/catalogue.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { useCoverage } from '../data/useCoverage.ts'
import styles from './side.module.css'

/** How much of each section is supplied: solid = fresh, hollow = supplied but old, line = the catalogue. */
export function Coverage({ sections, language }: { sections: readonly SectionView[]; language: Language }) {
  const { t } = useTranslation('desk')
  const coverage = useCoverage()
  if (!coverage)
    return <section className={styles.pane} aria-label={t('coverage.title')} data-pane="coverage" />
  const most = Math.max(...coverage.sections.map((s) => s.catalogue), 1)
  const bar = (n: number) => (n / most) * 100
  return (
    <section className={styles.pane} aria-label={t('coverage.title')} data-pane="coverage" tabIndex={-1}>
      <h2 className={styles.title}>
        {t('coverage.title')}
        <span data-metric="coverage">
          {t('coverage.summary', { supplied: coverage.supplied, total: coverage.nationalSet })}
        </span>
      </h2>
      <div className={styles.coverageHead}>
        <span />
        <span>{t('coverage.section')}</span>
        <span />
        <span className={styles.number}>{t('coverage.supplied')}</span>
        <span className={styles.number}>{t('coverage.fresh')}</span>
      </div>
      <div className={styles.rows}>
        {coverage.sections.map((s) => (
          <div key={s.section} className={styles.coverage} data-section={s.section}>
            <span>{s.section}</span>
            <span>
              <Link to={`/data?section=${s.section}`}>
                {sections.find((x) => x.no === s.section)?.short[language] ?? s.section}
              </Link>
            </span>
            <svg className={styles.bar} viewBox="0 0 100 9" preserveAspectRatio="none" aria-hidden="true">
              <line
                data-part="catalogue"
                x1="0"
                x2={bar(s.catalogue)}
                y1="4.5"
                y2="4.5"
                vectorEffect="non-scaling-stroke"
              />
              <rect data-part="supplied" x="0" y="1" height="7" width={bar(s.supplied)} />
              <rect data-part="fresh" x="0" y="1" height="7" width={bar(s.fresh)} />
            </svg>
            <span className={styles.number}>
              <b>{s.supplied}</b>/{s.catalogue}
            </span>
            <span className={styles.number}>{s.fresh}</span>
          </div>
        ))}
        <div className={`${styles.coverage} ${styles.total}`}>
          <span />
          <span>
            <b>{t('coverage.catalogue')}</b>
          </span>
          <span className={styles.number}>
            <b>{coverage.sections.reduce((n, s) => n + s.supplied, 0)}</b>/
            {coverage.sections.reduce((n, s) => n + s.catalogue, 0)}
          </span>
          <span className={styles.number}>{coverage.sections.reduce((n, s) => n + s.fresh, 0)}</span>
        </div>
      </div>
    </section>
  )
}
