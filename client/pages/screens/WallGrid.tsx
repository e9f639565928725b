import { useTranslation } from 'react-i18next'
import { type ScreenState, TOGETHER_MS, type TurnSpread, type WallView } from '../../../shared/wall.ts'
import { Button, formatNumber, useLanguage } from '../../ui/index.ts'
import { lastTurn } from './condition.ts'
import { ScreenTile } from './ScreenTile.tsx'
import styles from './screens.module.css'
import { TogetherActs } from './TogetherActs.tsx'
import tiles from './tiles.module.css'

type Props = {
  wall: WallView
  screens: readonly ScreenState[]
  turns: readonly TurnSpread[]
  selected: number | null
  minds: boolean
  onSelect(id: number): void
  onEdit(): void
}

/** A wall as one looks at it: each screen in its cell, and how closely together they last turned. */
export function WallGrid({ wall, screens, turns, selected, minds, onSelect, onEdit }: Props) {
  const { t } = useTranslation('screens')
  const language = useLanguage()
  const { geometry } = wall
  const { rows, columns, resolution } = geometry
  const turn = lastTurn(turns, new Set(geometry.cells.map((c) => c.screen)))
  const standing = geometry.cells.flatMap((c) => screens.find((s) => s.id === c.screen) ?? [])
  const late = turn?.spreadMs != null && turn.spreadMs > TOGETHER_MS
  const grid = (element: HTMLElement | null) => {
    element?.style.setProperty('grid-template-columns', `repeat(${columns}, minmax(0, 1fr))`)
  }
  return (
    <section className={styles.wall} data-wall={wall.id}>
      <header>
        <h2>{wall.name}</h2>
        <span>{t('wall.size', { rows, columns, width: resolution.width, height: resolution.height })}</span>
        {turn && turn.spreadMs !== null && (
          <span data-metric="spread" data-tone={late ? 'amber' : undefined}>
            {t('wall.spread', { ms: formatNumber(turn.spreadMs, 0, language), count: turn.turned.length })}
          </span>
        )}
        {minds && (
          <span className={styles.acts}>
            <Button onClick={onEdit} data-act="edit-wall">
              {t('wall.edit')}
            </Button>
          </span>
        )}
      </header>
      {minds && <TogetherActs name={wall.name} target={{ kind: 'wall', id: wall.id }} screens={standing} />}
      <div className={tiles.grid} ref={grid}>
        {Array.from({ length: rows * columns }, (_, at) => {
          const row = Math.floor(at / columns)
          const column = at % columns
          const cell = geometry.cells.find((c) => c.row === row && c.column === column)
          const screen = screens.find((s) => s.id === cell?.screen)
          if (!screen)
            return (
              <span key={`${row}.${column}`} className={tiles.hole}>
                {t('wall.empty')}
              </span>
            )
          return (
            <ScreenTile
              key={`${row}.${column}`}
              screen={screen}
              aspect={resolution.width / resolution.height}
              selected={selected === screen.id}
              onSelect={() => onSelect(screen.id)}
            />
          )
        })}
      </div>
    </section>
  )
}
