import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { type CallState, Picture } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { PointMark } from './PointMark.tsx'
import { duration, pictureOf } from './rollCall.ts'
import styles from './stage.module.css'

type Props = {
  session: BridgeView
  state: CallState | null
  focus: BridgePointView | null
  now: number
  onFocus(point: string): void
  children: React.ReactNode
}

/** The province's picture, two thirds of the page. Overlays keep to the corners, clear of faces. */
export function Stage({ session, state, focus, now, onFocus, children }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const others = session.points.filter(
    (p) => p.role === 'point' && p.id !== focus?.id && p.state !== 'invited',
  )
  const chair = session.points.find((p) => p.role === 'chair')
  const remote = focus && state?.remotes.get(focus.id)
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  const ownChair = chair?.id === state?.point
  const seated = ownChair || !chair ? undefined : state?.remotes.get(chair.id)
  return (
    <section className={styles.stage} aria-label={t('session.picture')} data-stage={focus?.id ?? ''}>
      {focus && (
        <Picture
          stream={remote?.stream ?? null}
          attach={remote?.attach}
          muted={focus.muted}
          label={focus.name[language]}
          point={focus.id}
          className={styles.main}
        />
      )}
      {focus && inside && (
        <p className={styles.quality}>
          {focus.id === session.spotlight && <strong>{t('session.onWall')}</strong>} {pictureOf(focus)}
          {focus.quality && `, ${t('session.delay', { ms: focus.quality.roundTripMs })}`}
        </p>
      )}
      {focus && (
        <div className={styles.plate} data-state={focus.state}>
          <strong>{focus.name[language]}</strong>
          <span data-state={focus.state}>
            <PointMark state={focus.state} />{' '}
            {t(`stateLong.${focus.state}`, { time: duration(now - focus.since) })}
          </span>
        </div>
      )}
      {focus?.drawn && <p className={styles.simulated}>{t('simulated')}</p>}
      {inside && (
        <div className={styles.tiles}>
          <figure className={styles.tile}>
            <Picture
              stream={ownChair ? (state.camera ? state.local : null) : (seated?.stream ?? null)}
              attach={seated?.attach}
              muted={ownChair || (chair?.muted ?? false)}
              label={t('chair')}
              point={ownChair ? 'self' : (chair?.id ?? '')}
            />
            <figcaption>
              {t('chair')},{' '}
              {t(chair?.muted || !chair?.microphone ? 'session.microphoneClosed' : 'session.microphoneOpen')}
            </figcaption>
          </figure>
          {others.map((p) => (
            <button
              key={p.id}
              type="button"
              className={styles.tile}
              onClick={() => onFocus(p.id)}
              data-tile={p.id}
            >
              <Picture
                stream={state.remotes.get(p.id)?.stream ?? null}
                attach={state.remotes.get(p.id)?.attach}
                muted={p.muted}
                label={p.name[language]}
                point={p.id}
              />
              <span data-state={p.state}>
                {p.name[language]}
                {p.state !== 'joined' && `, ${t(`state.${p.state}`)}`}
              </span>
            </button>
          ))}
        </div>
      )}
      {children}
    </section>
  )
}
