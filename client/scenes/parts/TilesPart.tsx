import { useTranslation } from 'react-i18next'
import { tilesIn } from '../../../shared/scene-space.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { type CellMeta, type LiveView, useCell, useFreshness, useViewClock } from '../../live/index.ts'
import { changeOf } from '../../pages/wall/change.ts'
import { nameOf, sourceOf, unitOf } from '../../pages/wall/names.ts'
import { usePast } from '../../pages/wall/usePast.ts'
import { asOf, changeText, stateOf, stateWord } from '../../pages/wall/words.ts'
import { formatNumber, Mark, markWord, shownMarks, targetText, useLanguage, Value } from '../../ui/index.ts'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import tiles from '../tiles.module.css'
import { found } from './figures.tsx'
import { Missing } from './Missing.tsx'

/** Several numbers of like weight, each in its own tile. */
export function TilesPart({ part, view, box, u }: PartProps<'tiles'>) {
  const language = useLanguage()
  const { columns, rows } = tilesIn(part.cells.length, { w: box.w, h: box.h - (part.title ? 48 * u : 0) })
  return (
    <section className={tiles.tiles}>
      {part.title && <h2 className={styles.title}>{part.title[language]}</h2>}
      <div
        className={tiles.grid}
        style={{
          gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))`,
        }}
      >
        {part.cells.map((cell) => {
          const at = found(view, cell)
          const key = `${cell.indicator}@${cell.unit}`
          const width = box.w / columns / u
          return at ? (
            <Tile key={key} view={view} {...at} width={width} />
          ) : (
            <div key={key} className={tiles.tile}>
              <Missing code={cell.indicator} view={view} />
            </div>
          )
        })}
      </div>
    </section>
  )
}

/** Widths of letters against their font size: words, and figures with their unit. */
const WORD = 0.53
const FIGURE = 0.6

/** `width` is the tile's in its own units. */
function Tile({
  view,
  index,
  meta,
  width,
}: {
  view: LiveView
  index: number
  meta: CellMeta
  width: number
}) {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const cell = useCell(view, index)
  const age = useFreshness(cell, meta)
  const now = useViewClock()
  const past = usePast(meta, cell)
  if (!cell) return <div className={tiles.tile} />
  const state = stateOf(cell, age, meta)
  const change = Number.isFinite(cell.value) ? changeOf(meta, cell, past) : null
  const words = change && changeText(change, t, language)
  const name = nameOf(meta, language)
  const room = width - 34
  const value = formatNumber(cell.value, meta.decimals, language).length * FIGURE * 64
  const beside = unitOf(meta, language).length * WORD * 24 + 14
  return (
    <div
      className={tiles.tile}
      data-rule={state.rule ?? undefined}
      data-stale={age.state === 'stale' || undefined}
      data-tile={`${meta.indicator}@${meta.unit}`}
    >
      <h3 data-long={name.length * WORD * 30 > room * 1.8 || undefined}>{name}</h3>
      <p
        className={tiles.value}
        data-long={value + beside > room ? (value + beside > room * 1.3 ? 'very' : 'long') : undefined}
        data-provisional={(cell.flags & FLAG.provisional) !== 0 || undefined}
      >
        <Value meta={meta} cell={cell} />
        <small>{unitOf(meta, language)}</small>
      </p>
      <p className={tiles.beside}>
        {words && (
          <span>
            <b>{words.value}</b> {words.by}
          </span>
        )}
        {meta.target && <span>{targetText(meta.target, meta.decimals, language)}</span>}
      </p>
      <p className={tiles.state}>
        <span data-state={state.mark}>
          <Mark kind={state.mark} /> {stateWord(state.mark, cell, age, now, language)}
        </span>
        {shownMarks(cell, now).map((kind) => (
          <span key={kind}>
            <Mark kind={kind} />{' '}
            {kind === 'computed' ? `${cell.parts}/${cell.partsOf}` : markWord(kind, language)}
          </span>
        ))}
        <em>
          {asOf(cell, meta, now, language)} · {sourceOf(meta, language)}
        </em>
      </p>
    </div>
  )
}
