import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { LAYOUTS, TOUR_SECONDS, WALL_LAYOUTS, wallCan } from '../../../shared/room.ts'
import type { CallState, WallFeed } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './operator.module.css'
import { isPresent } from './rollCall.ts'
import type { SessionActions } from './useSessionActions.ts'
import { WallPictures } from './WallPictures.tsx'

const STAYS = [10, 15, 30, 60]
const ONE_LARGE = new Set<string>(['one', 'data', 'pip'])
type Props = {
  session: BridgeView
  state: CallState | null
  focus: BridgePointView | null
  /** What a page that only looks on receives; null for one that sits in the session. */
  preview: WallFeed | null
  actions: SessionActions
}

/** The wall as it is now, small and live, and what else it and the room can show. */
export function WallPanel({ session, state, focus, preview, actions }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const [seconds, setSeconds] = useState<number>(TOUR_SECONDS.usual)
  const { room, wall, driver } = session
  const names = wall.map((id) => session.points.find((p) => p.id === id)?.name[language]).slice(0, 3)
  const own = { point: state?.point ?? null, stream: state?.local ?? null, screen: state?.screen ?? null }
  return (
    <section className={styles.pane} aria-label={t('layout.wall')} data-pane="wall" tabIndex={-1}>
      <h2>
        {t('layout.wall')}
        <small>{wall.length ? names.join(', ') : t('layout.wallFree')}</small>
      </h2>
      <div className={styles.preview} data-preview={room.wall.kind} data-wall={wall.join(' ')}>
        {wall.length > 0 && (
          <WallPictures
            session={session}
            remotes={preview?.remotes ?? state?.remotes ?? new Map()}
            {...(preview ? {} : { own })}
          />
        )}
      </div>
      <fieldset className={styles.choices} aria-label={t('layout.wall')}>
        {WALL_LAYOUTS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={wall.length > 0 && room.wall.kind === kind}
            disabled={!wallCan(driver, kind) || (kind === 'share' && !room.share.point)}
            onClick={() =>
              actions.wall.mutate({
                kind,
                seconds,
                point: ONE_LARGE.has(kind) && focus && isPresent(focus) ? focus.id : null,
              })
            }
            data-wall-layout={kind}
          >
            {t(`layout.kind.${kind}`)}
          </button>
        ))}
      </fieldset>
      {driver === 'peer' && <p className={styles.how}>{t('layout.oneStream')}</p>}
      <h2>{t('layout.room')}</h2>
      <fieldset className={styles.choices} aria-label={t('layout.room')}>
        {LAYOUTS.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={room.layout.kind === kind}
            onClick={() => actions.layout.mutate({ kind, seconds })}
            data-room-layout={kind}
          >
            {t(`layout.kind.${kind}`)}
          </button>
        ))}
      </fieldset>
      <label className={styles.stays}>
        {t('layout.stays')}
        <select value={seconds} onChange={(e) => setSeconds(Number(e.target.value))}>
          {STAYS.map((s) => (
            <option key={s} value={s}>
              {t('layout.seconds', { count: s })}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}
