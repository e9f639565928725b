import { useTranslation } from 'react-i18next'
import { FLAG } from '../../../shared/vocabulary.ts'
import { type CellMeta, type LiveView, useCell, useFreshness, useViewClock } from '../../live/index.ts'
import {
  formatNumber,
  Mark,
  markWord,
  periodText,
  shownMarks,
  targetText,
  useLanguage,
  Value,
} from '../../ui/index.ts'
import { changeOf } from './change.ts'
import { HeroChart } from './HeroChart.tsx'
import styles from './hero.module.css'
import { nameOf, unitOf } from './names.ts'
import { usePast } from './usePast.ts'
import { asOf, changeText, stateOf, stateWord } from './words.ts'

/** The one subject of a page: its name, the only number legible from the back of the room, its aim, its trend. */
export function Hero({ view, index, meta, u }: { view: LiveView; index: number; meta: CellMeta; u: number }) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const cell = useCell(view, index)
  const age = useFreshness(cell, meta)
  const now = useViewClock()
  const past = usePast(meta, cell)
  if (!cell) return <section className={styles.hero} />
  const state = stateOf(cell, age, meta)
  const change = Number.isFinite(cell.value) ? changeOf(meta, cell, past) : null
  const words = change && changeText(change, t, language)
  const length =
    formatNumber(cell.value, meta.decimals, language).length + unitOf(meta, language).length * 0.35
  return (
    <section
      className={styles.hero}
      data-hero={`${meta.indicator}@${meta.unit}`}
      data-stale={age.state === 'stale' || undefined}
      data-length={length > 11 ? 'longest' : length > 8.4 ? 'long' : undefined}
    >
      <h2>{nameOf(meta, language)}</h2>
      <p className={styles.value}>
        <Value meta={meta} cell={cell} />
        <small>{unitOf(meta, language)}</small>
      </p>
      <dl>
        {meta.target && (
          <div>
            <dt>
              {t('target')}
              {meta.target.period && ` ${periodText(meta.target.period, language)}`}
            </dt>
            <dd>{targetText(meta.target, meta.decimals, language)}</dd>
          </div>
        )}
        {words && (
          <div className={styles.change}>
            <dt>{words.by}</dt>
            <dd>{words.value}</dd>
          </div>
        )}
      </dl>
      <div className={styles.chart}>
        <HeroChart
          meta={meta}
          past={past}
          hollow={age.state !== 'fresh' || (cell.flags & FLAG.provisional) !== 0}
          u={u}
        />
      </div>
      <p className={styles.foot}>
        <span className={styles.state} data-state={state.mark}>
          <Mark kind={state.mark} /> {stateWord(state.mark, cell, age, now, language)}
        </span>
        {shownMarks(cell, now).map((kind) => (
          <span key={kind} className={styles.state}>
            <Mark kind={kind} />{' '}
            {kind === 'computed' ? `${cell.parts}/${cell.partsOf} ${t('parts')}` : markWord(kind, language)}
          </span>
        ))}
        <span className={styles.asOf}>
          {asOf(cell, meta, now, language)} · {meta.source?.[language] ?? meta.owner}
        </span>
      </p>
    </section>
  )
}
