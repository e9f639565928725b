import { useEffect, useRef, useState } from 'react'
import ReactGridLayout, { type Layout, noCompactor } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import { useTranslation } from 'react-i18next'
import { placeOn, type Scene, type ScenePlace } from '../../../shared/scene.ts'
import { cellOf, MARGIN } from '../../../shared/scene-space.ts'
import { NO_FEED, SceneStage } from '../../scenes/index.ts'
import { draftQuestion, STILL } from './HiddenStage.tsx'
import { type Cut, cutIn } from './measure.ts'
import styles from './scenes.module.css'
import type { Seam } from './shape.ts'

const MEASURE_MS = 1_500
type Props = {
  scene: Scene
  page: number
  aspect: number
  wide: boolean
  seams: readonly Seam[]
  chosen: string | null
  onChoose(part: string | null): void
  onPlace(places: ReadonlyMap<string, ScenePlace>): void
  /** Another function for another drawing. */
  onMeasured(cuts: readonly Cut[]): void
}

/** The real wall, small, at its true shape; over it the handles of its parts. */
export function Board(props: Props) {
  const { scene, page, aspect, wide, seams, chosen, onChoose, onPlace, onMeasured } = props
  const { t } = useTranslation('scenes')
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const box = frame.current
    if (!box) return
    const observer = new ResizeObserver(() => setWidth(box.clientWidth))
    observer.observe(box)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    const timer = setInterval(() => {
      if (frame.current?.clientWidth) onMeasured(cutIn(frame.current))
    }, MEASURE_MS)
    return () => clearInterval(timer)
  }, [onMeasured])
  const height = width / aspect
  const u = height / 1080
  const cell = cellOf(scene.grid, aspect)
  const parts = scene.pages[page]?.parts ?? []
  const layout: Layout = parts.map((p) => {
    const { x, y, w, h } = placeOn(p, aspect)
    return { i: p.id, x, y, w, h }
  })
  const moved = (next: Layout) => {
    const places = new Map<string, ScenePlace>()
    for (const { i, x, y, w, h } of next) {
      const was = layout.find((l) => l.i === i)
      if (was && (was.x !== x || was.y !== y || was.w !== w || was.h !== h)) places.set(i, { x, y, w, h })
    }
    if (places.size) onPlace(places)
  }
  return (
    <div
      ref={frame}
      className={`${styles.board} on-wall dark`}
      style={{ height }}
      data-board={wide ? 'wide' : 'one'}
      onPointerDown={(e) => {
        if (e.target instanceof Element && !e.target.closest('[data-handle]')) onChoose(null)
      }}
    >
      {width > 0 && (
        <>
          <SceneStage
            document={scene}
            question={draftQuestion(scene)}
            page={page}
            canvas={{ width, height, x: 0, y: 0, spanned: false }}
            feed={NO_FEED}
            steering={STILL}
            resting
          />
          {seams.map((s) => (
            <span
              key={`${s.x} ${s.y}`}
              className={styles.seam}
              style={{ left: `${s.x}%`, top: `${s.y}%`, width: `${s.width}%`, height: `${s.height}%` }}
              data-seam=""
            />
          ))}
          {/* Where one stands, the drag makes no style element of its own, which the page's policy would refuse. */}
          <span id="react-draggable-style-el" hidden />
          <div
            className={styles.handles}
            style={{
              left: MARGIN.side * u,
              top: MARGIN.top * u,
              width: cell.w * scene.grid.columns * u,
              height: cell.h * scene.grid.rows * u,
            }}
          >
            <ReactGridLayout
              width={cell.w * scene.grid.columns * u}
              layout={layout}
              autoSize={false}
              compactor={STAYS}
              gridConfig={{
                cols: scene.grid.columns,
                rowHeight: cell.h * u,
                maxRows: scene.grid.rows,
                margin: [0, 0],
                containerPadding: [0, 0],
              }}
              dragConfig={{ enabled: true, bounded: true }}
              resizeConfig={{ enabled: true, handles: ['se', 'e', 's'] }}
              onDragStop={(next) => moved(next)}
              onResizeStop={(next) => moved(next)}
            >
              {parts.map((p) => (
                <button
                  key={p.id}
                  type="button"
                  className={styles.handle}
                  data-handle={p.id}
                  aria-pressed={p.id === chosen}
                  aria-label={`${t(`kind.${p.kind}`)} ${p.id}`}
                  onMouseDown={() => onChoose(p.id)}
                  onFocus={() => onChoose(p.id)}
                >
                  <span>{t(`kind.${p.kind}`)}</span>
                </button>
              ))}
            </ReactGridLayout>
          </div>
        </>
      )}
    </div>
  )
}

/** Parts stay where they are put; they do not push each other. */
const STAYS = { ...noCompactor, preventCollision: true }
