import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { type CallState, Picture, Sounds } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { gridColumns, stageOf } from './layout.ts'
import { PointMark } from './PointMark.tsx'
import { duration, isPresent, pictureOf } from './rollCall.ts'
import { StageTile } from './StageTile.tsx'
import styles from './stage.module.css'

type Props = {
  session: BridgeView
  state: CallState | null
  focus: BridgePointView | null
  now: number
  onFocus(point: string): void
  children: React.ReactNode
}

/** The picture, two thirds of the page, as the room's layout has it. Words keep to the corners, other points stand below. */
export function Stage({ session, state, focus, now, onFocus, children }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  const point = (id: string | null) => session.points.find((p) => p.id === id) ?? null
  const sharer = inside ? point(session.room.share.point) : null
  const own = sharer && sharer.id === state?.point
  const shared = sharer && (own ? state?.screen : state?.remotes.get(sharer.id)?.screen)
  const shown = stageOf(session, focus?.id ?? null, inside, Boolean(shared))
  const main = point(shown.main)
  const remote = main && state?.remotes.get(main.id)
  const large = shared ? null : main
  const visible = new Set([...shown.grid, ...shown.strip, shown.corner, large?.id].filter((id) => id != null))
  return (
    <section
      className={styles.stage}
      aria-label={t('session.picture')}
      data-stage={focus?.id ?? ''}
      data-layout={session.room.layout.kind}
    >
      <div className={styles.picture}>
        {shown.grid.length > 0 && !shared ? (
          <div className={styles.grid} data-columns={gridColumns(shown.grid.length)}>
            {shown.grid.map((id) => (
              <StageTile key={id} point={point(id)} state={state} onFocus={onFocus} />
            ))}
          </div>
        ) : shared ? (
          <Picture
            stream={shared}
            attach={own ? undefined : state?.remotes.get(sharer.id)?.attachScreen}
            muted
            label={t('share.screenOf', { name: sharer.name[language] })}
            point={`screen:${sharer.id}`}
            className={styles.main}
          />
        ) : (
          large && (
            <Picture
              stream={remote?.stream ?? null}
              attach={remote?.attach}
              muted={large.muted}
              label={large.name[language]}
              point={large.id}
              className={styles.main}
            />
          )
        )}
        {sharer && inside && (
          <p className={styles.sharing} data-sharer={sharer.id}>
            {t(shared ? 'share.shares' : 'share.mayShare', { name: sharer.name[language] })}
          </p>
        )}
        {large && inside && !sharer && shown.grid.length === 0 && (
          <p className={styles.quality}>
            {large.id === session.spotlight && <strong>{t('session.onWall')}</strong>} {pictureOf(large)}
            {large.quality && `, ${t('session.delay', { ms: large.quality.roundTripMs })}`}
          </p>
        )}
        {large && shown.grid.length === 0 && (
          <div className={styles.plate} data-state={large.state}>
            <strong>{large.name[language]}</strong>
            <span data-state={large.state}>
              <PointMark state={large.state} />{' '}
              {t(`stateLong.${large.state}`, { time: duration(now - large.since) })}
            </span>
          </div>
        )}
        {large?.drawn && shown.grid.length === 0 && <p className={styles.simulated}>{t('simulated')}</p>}
        {session.room.layout.kind === 'tour' && session.room.tour && inside && !shared && (
          <p className={styles.turn} data-tour={session.room.tour.point}>
            {t('layout.nextIn', { time: duration(session.room.tour.until - now) })}
          </p>
        )}
        {shown.corner && !shared && (
          <div className={styles.corner}>
            <StageTile point={point(shown.corner)} state={state} onFocus={onFocus} />
          </div>
        )}
      </div>
      {shown.strip.length > 0 && (
        <div className={styles.strip}>
          {shown.strip.map((id) => (
            <StageTile key={id} point={point(id)} state={state} onFocus={onFocus} />
          ))}
        </div>
      )}
      {inside && state && (
        <Sounds
          remotes={
            new Map(
              [...state.remotes].filter(([id]) => {
                const p = point(id)
                return p && isPresent(p) && !p.muted
              }),
            )
          }
          shown={visible}
        />
      )}
      {children}
    </section>
  )
}
