import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { BeatCell } from '../../../shared/live.ts'
import { BEAT_HEIGHT, BEAT_STEP, BEAT_WIDTH, type BeatMark, beatBars, beatSummary } from './beatBars.ts'
import styles from './board.module.css'

/** What wants a person is drawn without a gap beside it. */
const WIDE: ReadonlySet<BeatMark> = new Set(['late', 'lost', 'maintenance'])

type Props = {
  beat: readonly BeatCell[]
  /** False while the server has not read what came before its start. */
  whole: boolean
}

/** The last 24 hours of one connection. Hover or a screen reader gives the same in words. */
export const BeatBar = memo(function BeatBar({ beat, whole }: Props) {
  const { t } = useTranslation('desk')
  const { messages, refused, lateCells, lostCells } = beatSummary(beat)
  const words = whole
    ? t('board.beatSummary', { messages, refused, late: lateCells, lost: lostCells })
    : t('board.beatReading')
  const width = beat.length * BEAT_STEP
  return (
    <svg
      className={styles.beat}
      viewBox={`0 0 ${width} ${BEAT_HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
    >
      <title>{words}</title>
      {beatBars(beat).map(({ x, height, mark, refused: some }, i) => (
        <g key={i}>
          {mark !== 'none' && (
            <rect
              data-mark={mark}
              x={x}
              y={BEAT_HEIGHT - height}
              width={WIDE.has(mark) ? BEAT_STEP : BEAT_WIDTH}
              height={height}
            />
          )}
          {some && <rect data-mark="refused" x={x} y={1} width={BEAT_STEP} height={4} />}
        </g>
      ))}
    </svg>
  )
})
