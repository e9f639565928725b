import type { CellMeta, LiveView } from '../../live/index.ts'
import { useCell, useFreshness, useViewClock } from '../../live/index.ts'
import { Hero } from '../../pages/wall/Hero.tsx'
import { HeroChart } from '../../pages/wall/HeroChart.tsx'
import { NumberRow } from '../../pages/wall/NumberRow.tsx'
import { nameOf, unitOf } from '../../pages/wall/names.ts'
import { usePast } from '../../pages/wall/usePast.ts'
import { asOf, stateOf, stateWord } from '../../pages/wall/words.ts'
import { Mark, useLanguage, Value } from '../../ui/index.ts'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import tiles from '../tiles.module.css'
import { Missing } from './Missing.tsx'

/** Where a bound number stands in the scene's view. */
export function found(
  view: LiveView,
  cell: { indicator: string; unit: string },
): { index: number; meta: CellMeta } | null {
  const index = view.find(cell.indicator, cell.unit)
  const meta = view.cells[index]
  return meta ? { index, meta } : null
}

/** The one number of a scene, with its aim and its day. */
export function HeroPart({ part, view, u }: PartProps<'hero'>) {
  const at = found(view, part)
  if (!at) return <Missing code={part.indicator} view={view} />
  return <Hero key={at.meta.series} view={view} index={at.index} meta={at.meta} u={u} />
}

export function RowsPart({ part, view, u }: PartProps<'rows'>) {
  const language = useLanguage()
  return (
    <div className={styles.rows}>
      {part.title && <h2 className={styles.title}>{part.title[language]}</h2>}
      {part.cells.map((cell) => {
        const at = found(view, cell)
        const key = `${cell.indicator}@${cell.unit}`
        return at ? (
          <NumberRow key={key} view={view} index={at.index} meta={at.meta} u={u} />
        ) : (
          <Missing key={key} code={cell.indicator} view={view} />
        )
      })}
    </div>
  )
}

export function ChartPart({ part, view, u }: PartProps<'chart'>) {
  const at = found(view, part)
  if (!at) return <Missing code={part.indicator} view={view} />
  return <Chart key={at.meta.series} {...at} view={view} u={u} title={part.title} />
}

function Chart({
  view,
  index,
  meta,
  u,
  title,
}: {
  view: LiveView
  index: number
  meta: CellMeta
  u: number
  title: PartProps<'chart'>['part']['title']
}) {
  const language = useLanguage()
  const cell = useCell(view, index)
  const age = useFreshness(cell, meta)
  const now = useViewClock()
  const past = usePast(meta, cell)
  if (!cell) return null
  const state = stateOf(cell, age, meta)
  return (
    <section className={styles.chart} data-chart={`${meta.indicator}@${meta.unit}`}>
      <h2 className={styles.title}>{title?.[language] ?? nameOf(meta, language)}</h2>
      <p className={tiles.figure}>
        <Value meta={meta} cell={cell} />
        <small>{unitOf(meta, language)}</small>
        <span data-state={state.mark}>
          <Mark kind={state.mark} /> {stateWord(state.mark, cell, age, now, language)} ·{' '}
          {asOf(cell, meta, now, language)}
        </span>
      </p>
      <div className={styles.plot}>
        <HeroChart meta={meta} past={past} hollow={age.state !== 'fresh'} u={u} />
      </div>
    </section>
  )
}
