import { lazy, Suspense, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import type { FrameMark } from '../../../shared/room.ts'
import { type Call, type CallState, Picture, Sounds, useLevel } from '../../bridge/index.ts'
import { useLink, useServerClock } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import { gridColumns } from '../session/layout.ts'
import { Messages } from '../session/Messages.tsx'
import { RecordingMark } from '../session/RecordingMark.tsx'
import { ShareButton } from '../session/ShareButton.tsx'
import { SharedNumbers } from '../session/SharedNumbers.tsx'
import { useMessages } from '../session/useMessages.ts'
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
  const [writes, setWrites] = useState(false)
  const watching = session !== null && state.phase === 'in' ? state.greeted : 0
  const messages = useMessages(session?.id ?? '', watching)
  const onFrame = useCallback(
    (frame: FrameMark | null) => {
      call.frame = frame
    },
    [call],
  )
  if (!session) return null
  const own = session.points.find((p) => p.id === point)
  const others = session.points.filter((p) => p.id !== point && p.state !== 'invited' && p.state !== 'left')
  const { room } = session
  const byId = (id: string | null | undefined) => others.find((p) => p.id === id)
  const sharer = session.points.find((p) => p.id === room.share.point)
  const screen = sharer?.id === point ? state.screen : sharer && state.remotes.get(sharer.id)?.screen
  const grid = room.layout.kind === 'grid' && !screen
  const alone = room.layout.kind === 'one' || room.layout.kind === 'pip'
  const numbers = own !== undefined && room.numbers?.point === own.id
  const main =
    byId(room.layout.kind === 'tour' ? room.tour?.point : null) ??
    others.find((p) => p.id === session.spotlight) ??
    others.find((p) => p.role === 'chair') ??
    others[0]
  const beside = grid || alone ? [] : others.filter((p) => screen || p.id !== main?.id)
  const shown = new Set(
    grid ? others.map((p) => p.id) : [...beside.map((p) => p.id), screen ? null : main?.id],
  )
  const cut = link.state === 'lost' || state.phase !== 'in'
  return (
    <section
      className={styles.room}
      data-phase={state.phase}
      data-own-state={own?.state}
      data-layout={room.layout.kind}
      data-beside={numbers || writes || undefined}
    >
      <header className={styles.head}>
        <h1>{session.title}</h1>
        <RecordingMark since={session.recording} now={now} />
        <time>{time.format(now)}</time>
      </header>
      <div className={styles.stage}>
        {screen ? (
          <Picture
            stream={screen}
            attach={sharer?.id === point ? undefined : state.remotes.get(sharer?.id ?? '')?.attachScreen}
            muted
            label={t('share.screenOf', { name: sharer?.name[language] })}
            point={`screen:${sharer?.id}`}
            className={styles.screen}
          />
        ) : grid ? (
          <div className={styles.grid} data-columns={gridColumns(others.length)}>
            {others.map((p) => (
              <Tile key={p.id} point={p} state={state} />
            ))}
          </div>
        ) : main ? (
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
        {sharer && (
          <p className={styles.sharing} data-sharer={sharer.id}>
            {t(screen ? 'share.shares' : 'share.mayShare', { name: sharer.name[language] })}
          </p>
        )}
        <Sounds remotes={state.remotes} shown={new Set([...shown].filter((id) => id != null))} />
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
          <GivenInSession session={session.id} account={account} inside={state.phase === 'in'} />
        </Suspense>
      </div>
      {beside.length > 0 && (
        <ul className={styles.others}>
          {beside.map((p) => (
            <li key={p.id}>
              <Tile point={p} state={state} />
            </li>
          ))}
        </ul>
      )}
      {(numbers || writes) && own && (
        <aside className={styles.beside}>
          {numbers && <SharedNumbers point={own} onFrame={onFrame} />}
          {writes && <Messages session={session} own={own.id} messages={messages} />}
        </aside>
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
        <ShareButton call={call} state={state} session={session} />
        <button
          type="button"
          aria-expanded={writes}
          onClick={() => setWrites(!writes)}
          data-action="messages"
        >
          {t('messages.title')} {!writes && messages.unread > 0 && <b>{messages.unread}</b>}
        </button>
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
