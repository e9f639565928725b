import { useTranslation } from 'react-i18next'
import type { DisputeView } from '../../../shared/api/checks.ts'
import { useServerClock } from '../../live/index.ts'
import { Mark, momentText, periodText, useLanguage, useLineage } from '../../ui/index.ts'
import styles from './checks.module.css'
import { figuresOf, seriesMarks } from './figures.ts'
import { StepForm } from './StepForm.tsx'

/** One dispute: both sides, the numbers with their lineage, every step of its life, and what can be done now. */
export function DisputePanel({ dispute: d }: { dispute: DisputeView }) {
  const { t } = useTranslation('checks')
  const language = useLanguage()
  const now = useServerClock()
  const open = useLineage()
  const f = figuresOf(d.finding, d.indicator.decimals, language)
  return (
    <article data-panel={d.id}>
      <header>
        <p>
          {d.unit.name[language]}, {d.indicator.code}
          {d.period && `, ${periodText(d.period, language)}`}
        </p>
        <h2>{d.indicator.name[language]}</h2>
        <p className={styles.doubt} data-open={d.open}>
          {d.open && <Mark kind="disputed" />} {d.rule.name[language]}
        </p>
      </header>
      <dl className={styles.sides}>
        <div>
          <dt>{t(`side.${d.kind}.left`)}</dt>
          <dd {...seriesMarks(d, 'left')}>{f.left}</dd>
        </div>
        <div>
          <dt>{t(`side.${d.kind}.right`)}</dt>
          <dd {...seriesMarks(d, 'right')}>{f.right}</dd>
        </div>
        <div>
          <dt>{t('difference')}</dt>
          <dd data-tone={d.open || undefined}>{f.difference}</dd>
          <small>
            {t('allowed')} {f.allowed}
          </small>
        </div>
      </dl>
      {d.series.length > 0 && (
        <section>
          <h3>{t('numbers')}</h3>
          <ul className={styles.numbers}>
            {d.series.map((s) => (
              <li key={`${s.indicator}@${s.unit}@${s.unitFrom}`}>
                <button
                  type="button"
                  onClick={() => open({ indicator: s.indicator, unit: s.unit, unitFrom: s.unitFrom })}
                >
                  {s.indicator}, {s.name[language]}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('life')}</h3>
        <ol className={styles.life}>
          {d.steps.map((s) => (
            <li key={`${s.at}/${s.kind}`} data-step={s.kind}>
              <time>{momentText(s.at, now, language)}</time>
              <span>
                <b>{t(`step.${s.kind}`)}</b>
                {s.detail.to && ` → ${s.detail.to}`}
                {s.detail.stands && `: ${t(`stands.${s.detail.stands}`)}`}
                <small>{s.actor === 'system' ? t('bySystem') : s.actor.replace(/^account:/, '')}</small>
                {s.note && <q>{s.note}</q>}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {d.open && <StepForm dispute={d} />}
    </article>
  )
}
