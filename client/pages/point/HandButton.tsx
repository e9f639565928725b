import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import type { Call } from '../../bridge/index.ts'
import { FloorClock } from '../session/FloorClock.tsx'
import { placeOf } from '../session/floor.ts'
import { duration } from '../session/rollCall.ts'
import styles from './point.module.css'

type Props = { call: Call; session: BridgeView; own: BridgePointView; now: number }

/** Whether this point may be heard, and asking for it: one's place and wait in the queue, one's time while speaking. */
export function HandButton({ call, session, own, now }: Props) {
  const { t } = useTranslation('bridge')
  if (session.floor?.point === own.id)
    return (
      <p className={styles.speaking} role="status" data-floor="own">
        {t('floor.yours')} <FloorClock floor={session.floor} now={now} />
      </p>
    )
  const place = placeOf(session, own.id)
  return (
    <>
      {own.muted ? (
        <p className={styles.muted} role="status" data-muted="">
          {t('point.closed')}
        </p>
      ) : (
        <p className={styles.speaking} role="status">
          {t('point.heard')}
        </p>
      )}
      <button
        type="button"
        className={place ? styles.waiting : styles.ask}
        onClick={() => call.raiseHand(place === 0)}
        data-action="hand"
        data-hand={place || undefined}
      >
        {place ? t('floor.waiting', { place, time: duration(now - (own.hand ?? now)) }) : t('floor.ask')}
      </button>
    </>
  )
}
