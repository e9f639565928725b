import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import type { WallPart } from '../../../../shared/wall.ts'
import { serverNow, turnAt } from '../../../live/index.ts'
import styles from './device.module.css'
import { deviceStore } from './self.ts'

/** The hand of the test picture steps this often, at the same instant on every screen of a wall. */
const STEP_MS = 2_000
const STEPS = 8
const GRID = 240

/**
 * A picture to set a wall up by: one grid, one circle and one slanting line over the whole wall, each screen's edge, and
 * a hand that steps everywhere at once.
 */
export function TestPicture() {
  const { t } = useTranslation('wall')
  const self = useStore(deviceStore, (s) => s.self)
  const step = useStep(self?.place?.wall ?? null)
  const width = Math.round(innerWidth * devicePixelRatio)
  const height = Math.round(innerHeight * devicePixelRatio)
  const part: WallPart = self?.place?.part ?? {
    ...{ x: 0, y: 0, width, height },
    ...{ totalWidth: width, totalHeight: height },
  }
  const { totalWidth: w, totalHeight: h } = part
  const radius = Math.min(w, h) * 0.45
  const angle = (step / STEPS) * 2 * Math.PI
  const lines = (length: number) =>
    Array.from({ length: Math.floor(length / GRID) }, (_, n) => (n + 1) * GRID)
  return (
    <div className={styles.test} data-test-picture={step}>
      <svg
        viewBox={`${part.x} ${part.y} ${part.width} ${part.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {lines(w).map((x) => (
          <line key={`x${x}`} x1={x} y1={0} x2={x} y2={h} className={styles.grid} />
        ))}
        {lines(h).map((y) => (
          <line key={`y${y}`} x1={0} y1={y} x2={w} y2={y} className={styles.grid} />
        ))}
        <line x1={0} y1={0} x2={w} y2={h} className={styles.slant} />
        <line x1={0} y1={h} x2={w} y2={0} className={styles.slant} />
        <circle cx={w / 2} cy={h / 2} r={radius} className={styles.slant} />
        <line
          x1={w / 2}
          y1={h / 2}
          x2={w / 2 + radius * Math.sin(angle)}
          y2={h / 2 - radius * Math.cos(angle)}
          className={styles.hand}
        />
        <rect
          x={part.x + 3}
          y={part.y + 3}
          width={part.width - 6}
          height={part.height - 6}
          className={styles.edge}
        />
      </svg>
      <p>
        <b>{self?.name}</b>
        {self?.place
          ? t('device.place', {
              wall: self.place.name,
              row: self.place.row + 1,
              column: self.place.column + 1,
            })
          : t('device.alone')}
        <small>
          {width} × {height} px
          {self?.place &&
            (part.width !== width || part.height !== height) &&
            ` · ${t('device.expected', { width: part.width, height: part.height })}`}
        </small>
      </p>
    </div>
  )
}

/** The step of the hand by the server's clock; each one is reported as it is drawn. */
function useStep(wall: number | null): number {
  const [step, setStep] = useState(() => Math.floor(serverNow() / STEP_MS))
  useEffect(() => {
    const next = (step + 1) * STEP_MS
    const what = wall === null ? 'test' : `test:${wall}`
    return turnAt(next, what, () => setStep((was) => Math.max(was + 1, Math.floor(serverNow() / STEP_MS))))
  }, [step, wall])
  return step % STEPS
}
