import type { CSSProperties } from 'react'
import type { Scene } from '../../shared/scene.ts'
import { boxOf, scaleOf } from '../../shared/scene-space.ts'
import type { WallFeed } from '../bridge/index.ts'
import type { ViewQuestion } from '../live/index.ts'
import { useView } from '../live/index.ts'
import { PartBoundary } from '../pages/wall/PartBoundary.tsx'
import { Part } from './Part.tsx'
import styles from './scene.module.css'

/** The whole canvas in CSS pixels, and the corner of it that this screen shows: a spanned wall is one canvas, shifted. */
export type Canvas = { width: number; height: number; x: number; y: number; spanned: boolean }
/** Steps and holding asked for by the desk, for compositions that turn by themselves. */
export type Steering = {
  step: number
  held: boolean
  /** On a spanned wall: from when all its screens count the turns (server's ms); null: this screen turns by itself. */
  together: number | null
}
type Props = {
  document: Scene
  question: ViewQuestion | null
  page: number
  canvas: Canvas
  feed: WallFeed
  steering: Steering
  resting: boolean
}

/** The length unit of what stands inside. */
export const unit = (px: number): CSSProperties => ({ '--u': `${px}px` }) as CSSProperties

/** The wall's own unit, whatever the scale of the part inside: headings are alike all over a scene. */
const whole = (px: number): CSSProperties => ({ '--w': `${px}px` }) as CSSProperties

/** One page of a scene, drawn at any size and shape: every length hangs on one unit. */
export function SceneStage({ document, question, page, canvas, feed, steering, resting }: Props) {
  const view = useView(question)
  const u = canvas.height / 1080
  const aspect = canvas.width / canvas.height
  const shown = document.pages[Math.min(page, document.pages.length - 1)]
  return (
    <div
      className={styles.canvas}
      style={{
        width: canvas.width,
        height: canvas.height,
        left: -canvas.x,
        top: -canvas.y,
        ...unit(u),
        ...whole(u),
      }}
      data-canvas={document.key}
      data-scene-page={page + 1}
    >
      {shown?.parts.map((part) => {
        const box = boxOf(part, document.grid, aspect)
        const scale = scaleOf(part, box)
        return (
          <div
            key={part.id}
            className={styles.box}
            data-part={part.id}
            data-kind={part.kind}
            style={{
              left: box.x * u,
              top: box.y * u,
              width: box.w * u,
              height: box.h * u,
              ...unit(u * scale),
            }}
          >
            <PartBoundary name={part.id} of={page}>
              <Part
                part={part}
                view={view}
                box={{ w: box.w * u, h: box.h * u }}
                u={u * scale}
                feed={feed}
                scene={document}
                steering={steering}
                resting={resting}
              />
            </PartBoundary>
          </div>
        )
      })}
    </div>
  )
}
