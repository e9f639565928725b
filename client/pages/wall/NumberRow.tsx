import { useTranslation } from 'react-i18next'
import { FLAG } from '../../../shared/vocabulary.ts'
import { type SparkLook, Sparkline } from '../../charts/Sparkline.tsx'
import { type CellMeta, type LiveView, useCell, useFreshness, useViewClock } from '../../live/index.ts'
import { formatNumber, Mark, markWord, shownMarks, targetText, useLanguage, Value } from '../../ui/index.ts'
import { changeOf } from './change.ts'
import { nameOf, sourceOf, unitOf } from './names.ts'
import styles from './row.module.css'
import { usePast } from './usePast.ts'
import { asOf, changeText, stateOf, stateWord } from './words.ts'

const LOOK: SparkLook = {
  line: '#c3c9ce',
  rule: '#59626b',
  target: '#f2f4f5',
  band: 'rgb(51 59 67 / 75%)',
  ground: '#121519',
}
const STALE: SparkLook = { ...LOOK, line: '#59626b' }

/** One number: name; value, unit, change; trend with its target; state, time, source, target. Always in this order. */
export function NumberRow({
  view,
  index,
  meta,
  u,
}: {
  view: LiveView
  index: number
  meta: CellMeta
  u: number
}) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const cell = useCell(view, index)
  const age = useFreshness(cell, meta)
  const now = useViewClock()
  const past = usePast(meta, cell)
  if (!cell) return <section className={styles.row} />
  const state = stateOf(cell, age, meta)
  const change = Number.isFinite(cell.value) ? changeOf(meta, cell, past) : null
  const words = change && changeText(change, t, language)
  const stale = age.state === 'stale'
  const name = nameOf(meta, language)
  const length =
    formatNumber(cell.value, meta.decimals, language).length + unitOf(meta, language).length * 0.55
  return (
    <section
      className={styles.row}
      data-rule={state.rule ?? undefined}
      data-stale={stale || undefined}
      data-row={`${meta.indicator}@${meta.unit}`}
    >
      <h3 data-long={name.length > 36 || undefined}>{name}</h3>
      <p className={styles.value} data-long={length > 14 ? 'very' : length > 9 || undefined}>
        <span>
          <Value meta={meta} cell={cell} />
          <small>{unitOf(meta, language)}</small>
        </span>
      </p>
      <p className={styles.change}>
        {words && (
          <>
            <b>{words.value}</b>
            <small>{words.by}</small>
          </>
        )}
      </p>
      <div className={styles.trend}>
        <Sparkline
          points={past.map((p) => ({ at: p.to, value: p.value }))}
          target={meta.target && { low: meta.target.value, high: meta.target.valueHigh }}
          width={112 * u}
          height={60 * u}
          u={u}
          look={stale ? STALE : LOOK}
          hollow={age.state !== 'fresh' || (cell.flags & FLAG.provisional) !== 0}
        />
      </div>
      <p className={styles.foot}>
        <span className={styles.state} data-state={state.mark}>
          <Mark kind={state.mark} /> {stateWord(state.mark, cell, age, now, language)}
        </span>
        {shownMarks(cell, now).map((kind) => (
          <span key={kind} className={styles.state}>
            <Mark kind={kind} />{' '}
            {kind === 'computed' ? `${cell.parts}/${cell.partsOf}` : markWord(kind, language)}
          </span>
        ))}
        <span className={styles.asOf} data-gives-way="">
          <span>{asOf(cell, meta, now, language)}</span>
          <span>· {sourceOf(meta, language)}</span>
        </span>
        {meta.target && (
          <span className={styles.target}>{targetText(meta.target, meta.decimals, language)}</span>
        )}
      </p>
    </section>
  )
}
