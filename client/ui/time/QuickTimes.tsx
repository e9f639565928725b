import { useTranslation } from 'react-i18next'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { serverNow } from '../../live/index.ts'
import styles from './time.module.css'

const MINUTE = 60_000
const DAY = 86_400_000
const SEVEN = 7 * 60 * MINUTE

/** The times that are asked for most, in one press. */
const TIMES: [name: string, at: (now: number) => number][] = [
  ['quarter', (now) => now - 15 * MINUTE],
  ['hour', (now) => now - 60 * MINUTE],
  ['morning', (now) => Math.floor((now + ZONE_OFFSET_MS) / DAY) * DAY - ZONE_OFFSET_MS + SEVEN],
  ['yesterday', (now) => now - DAY],
]

export function QuickTimes({ onPick }: { onPick(at: number): void }) {
  const { t } = useTranslation('time')
  const now = serverNow()
  return (
    <div className={styles.quick}>
      {TIMES.map(([name, at]) => (
        <button
          key={name}
          type="button"
          disabled={at(now) >= now}
          onClick={() => onPick(Math.round(at(serverNow())))}
        >
          {t(`quick.${name}`)}
        </button>
      ))}
    </div>
  )
}
