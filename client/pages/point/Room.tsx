import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import { type Call, type CallState, Picture, useLevel } from '../../bridge/index.ts'
import { useLink, useServerClock } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { RecordingMark } from '../session/RecordingMark.tsx'
import { HandButton } from './HandButton.tsx'
import styles from './point.module.css'

const GivenInSession = lazy(() =>
  import('../directives/GivenInSession.tsx').then((m) => ({ default: m.GivenInSession })),
)
const time = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Ho_Chi_Minh',
})

type Props = {
  call: Call
  state: CallState
  /** A signed-in account of the unit, which can answer for it; not somebody who came by a link. */
  account: boolean
}

/** In the session: the chair large, the others beside, oneself small, and what the chair did to one's sound. */
export function Room({ call, state, account }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const link = useLink()
  const now = useServerClock()
  const level = useLevel(state.local)
  const { session, point } = state
  if (!session) return null
  const own = session.points.find((p) => p.id === point)
  const others = session.points.filter((p) => p.id !== point && p.state !== 'invited' && p.state !== 'left')
  const main =
    others.find((p) => p.id === session.spotlight) ?? others.find((p) => p.role === 'chair') ?? others[0]
  const cut = link.state === 'lost' || state.phase !== 'in'
  return (
    <section className={styles.room} data-phase={state.phase} data-own-state={own?.state}>
      <header className={styles.head}>
        <h1>{session.title}</h1>
        <RecordingMark since={session.recording} now={now} />
        <time>{time.format(now)}</time>
      </header>
      <div className={styles.stage}>
        {main ? (
          <Tile point={main} state={state} large />
        ) : (
          <p className={styles.alone}>{t('point.alone')}</p>
        )}
        <div className={styles.own}>
          <Picture stream={state.camera ? state.local : null} muted label={t('point.own')} point="self" />
          <span className={styles.plate}>
            {own?.name[language]}
            {state.drawn && <em>{t('simulated')}</em>}
          </span>
        </div>
        {session.held && !cut && (
          <p className={styles.cut} role="alert" data-held="">
            {t('session.held')}
          </p>
        )}
        {cut && (
          <p className={styles.cut} role="alert" data-cut="">
            {t('point.cut')}
          </p>
        )}
        {own?.id === session.spotlight && <p className={styles.onWall}>{t('point.onWall')}</p>}
        <Suspense>
          <GivenInSession session={session.id} account={account} />
        </Suspense>
      </div>
      {others.length > 1 && (
        <ul className={styles.others}>
          {others
            .filter((p) => p.id !== main?.id)
            .map((p) => (
              <li key={p.id}>
                <Tile point={p} state={state} />
              </li>
            ))}
        </ul>
      )}
      <footer className={styles.controls}>
        <button
          type="button"
          aria-pressed={state.microphone}
          onClick={() => call.setMicrophone(!state.microphone)}
          data-action="microphone"
        >
          {t(
            !state.microphone
              ? 'controls.microphoneOff'
              : own?.muted
                ? 'controls.microphoneReady'
                : 'controls.microphoneOn',
          )}
        </button>
        <meter
          min={0}
          max={1}
          low={0.1}
          value={own?.muted || !state.microphone ? 0 : level}
          aria-label={t('check.level')}
        />
        <button
          type="button"
          aria-pressed={state.camera}
          onClick={() => call.setCamera(!state.camera)}
          data-action="camera"
        >
          {t(state.camera ? 'controls.cameraOn' : 'controls.cameraOff')}
        </button>
        {own && <HandButton call={call} session={session} own={own} now={now} />}
        {own && (
          <p className={styles.state} data-state={own.state}>
            {t(`state.${own.state}`)}
          </p>
        )}
        <button type="button" className={styles.leave} onClick={() => call.leave()} data-action="leave">
          {t('point.leave')}
        </button>
      </footer>
    </section>
  )
}

function Tile({
  point,
  state,
  large = false,
}: {
  point: BridgePointView
  state: CallState
  large?: boolean
}) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const remote = state.remotes.get(point.id)
  const lost = point.state === 'lost'
  return (
    <figure className={large ? styles.large : styles.tile} data-tile={point.id} data-state={point.state}>
      <Picture
        stream={remote?.stream ?? null}
        attach={remote?.attach}
        muted={point.muted}
        label={point.name[language]}
        point={point.id}
      />
      <figcaption className={styles.plate}>
        {point.role === 'chair' && <strong>{t('chair')}</strong>} {point.name[language]}
        {(lost || point.state === 'weak') && <em data-state={point.state}>{t(`state.${point.state}`)}</em>}
      </figcaption>
    </figure>
  )
}
