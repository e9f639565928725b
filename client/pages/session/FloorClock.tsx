import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import styles from './floor.module.css'
import { duration } from './rollCall.ts'

/** How long a point has had the floor, or how long it still has; over its time it says by how much. */
export function FloorClock({ floor, now }: { floor: NonNullable<BridgeView['floor']>; now: number }) {
  const { t } = useTranslation('bridge')
  const { since, until } = floor
  const over = until !== null && now > until
  const time = until === null ? now - since : over ? now - until : until - now
  // A second that has begun still counts.
  const shown = duration(until !== null && !over ? time + 999 : time)
  return (
    <time className={styles.clock} data-floor-clock={until === null ? 'open' : over ? 'over' : 'left'}>
      {t(until === null ? 'floor.speaks' : over ? 'floor.over' : 'floor.left', { time: shown })}
    </time>
  )
}
