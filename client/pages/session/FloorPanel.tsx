import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import { useCommands } from '../../commands/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { FloorClock } from './FloorClock.tsx'
import styles from './floor.module.css'
import { queueOf } from './floor.ts'
import { duration } from './rollCall.ts'
import type { SessionActions } from './useSessionActions.ts'
import { sentence } from './useSessionKeys.ts'

/** Minutes that the chair can grant at one key; 0 is no limit. */
const LIMITS = [0, 2, 3, 5, 10, 15]
type Props = { session: BridgeView; now: number; actions: SessionActions }

/** Who has the floor and for how long still, who waits for it and since when; F gives it to the next, or takes it back. */
export function FloorPanel({ session, now, actions }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const [minutes, setMinutes] = useState(5)
  const { floor } = session
  const speaker = floor && session.points.find((p) => p.id === floor.point)
  const queue = queueOf(session)
  const give = (point: string | null) =>
    actions.floor.mutate({ point, seconds: minutes ? minutes * 60 : null })
  const next = queue[0]
  const group = t('layout.keys.session')
  const key = (id: string, keys: string, may: boolean, run: () => void) => ({
    ...{
      id: `session.${id}`,
      title: sentence(t(`layout.keys.${id}`)),
      group,
      keys: [keys],
      enabled: may,
      run,
    },
  })
  const foot = (id: string) => ({ typing: true, inDialog: true, foot: t(`layout.keys.${id}`) })
  useCommands([
    {
      ...key('inviteNext', 'f2', next !== undefined, () => next && give(next.id)),
      ...foot('inviteNext'),
    },
    { ...key('floorBack', 'f3', floor !== null, () => give(null)), ...foot('floorBack') },
    {
      ...key('giveOrTake', 'f', next !== undefined || floor !== null, () => give(next?.id ?? null)),
      keyOnly: true,
    },
  ])
  return (
    <section
      className={styles.floor}
      aria-label={t('floor.title')}
      data-floor={floor?.point ?? ''}
      data-pane="floor"
      tabIndex={-1}
    >
      <h2>
        {t('floor.title')} {queue.length > 0 && <small>{t('layout.waiting', { count: queue.length })}</small>}
      </h2>
      {floor && speaker ? (
        <div className={styles.speaker} role="status">
          <strong>{speaker.name[language]}</strong>
          <FloorClock floor={floor} now={now} />
          <button type="button" data-action="floor-back" onClick={() => give(null)}>
            {t('floor.takeBack')} <kbd>F3</kbd>
          </button>
        </div>
      ) : (
        <p className={styles.nobody}>{t('floor.nobody')}</p>
      )}
      <ol className={styles.queue}>
        {queue.map((p, i) => (
          <li key={p.id} data-hand={p.id}>
            <span>{p.name[language]}</span>
            <time>{duration(now - (p.hand ?? now))}</time>
            <button type="button" data-action="floor-give" onClick={() => give(p.id)}>
              {t('floor.give')} {i === 0 && <kbd>F2</kbd>}
            </button>
          </li>
        ))}
      </ol>
      <label>
        {t('floor.limit')}
        <select value={minutes} onChange={(e) => setMinutes(Number(e.target.value))}>
          {LIMITS.map((m) => (
            <option key={m} value={m}>
              {m ? t('floor.minutes', { count: m }) : t('floor.noLimit')}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}
