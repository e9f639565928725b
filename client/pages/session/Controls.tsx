import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import type { Call, CallState } from '../../bridge/index.ts'
import { Carriage } from './Carriage.tsx'
import styles from './roll.module.css'
import { isPresent } from './rollCall.ts'
import { mostPoints, useEngines } from './useEngines.ts'
import type { Recording } from './useRecorder.ts'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  call: Call | null
  state: CallState | null
  session: BridgeView
  focus: BridgePointView | null
  mayDirect: boolean
  recording: Recording
  actions: SessionActions
  pointing: boolean
  onPointing(on: boolean): void
  onRecord(): void
  onInvite(): void
}
const UNDO_MS = 10_000

/** The chair's own switches, and far from them the one that silences everybody. */
export function Controls(props: Props) {
  const { call, state, session, focus, mayDirect, recording, actions, pointing } = props
  const { onPointing, onRecord, onInvite } = props
  const { t } = useTranslation('bridge')
  const engines = useEngines()
  const most = mostPoints(engines)
  const full = engines !== null && session.points.length >= most
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  const { spotlight, room } = session
  return (
    <section className={styles.controls} aria-label={t('controls.title')} data-pane="controls" tabIndex={-1}>
      <h2>{t('controls.title')}</h2>
      {mayDirect && (
        <>
          <button
            type="button"
            disabled={!focus || (!isPresent(focus) && focus.id !== spotlight)}
            data-on={(focus && focus.id === spotlight) || undefined}
            onClick={() => focus && actions.spotlight.mutate(focus.id === spotlight ? null : focus.id)}
            data-action="spotlight-focus"
          >
            {t('layout.spotlight')} <kbd>F7</kbd>
          </button>
          <button
            type="button"
            disabled={!focus}
            data-on={(focus && focus.id === room.numbers?.point) || undefined}
            onClick={() =>
              focus && actions.numbers.mutate(focus.id === room.numbers?.point ? null : focus.id)
            }
            data-action="numbers"
          >
            {t('share.numbers')} <kbd>F8</kbd>
          </button>
          <button
            type="button"
            disabled={!focus}
            data-on={pointing || undefined}
            onClick={() => onPointing(!pointing)}
            data-action="pointer"
          >
            {t('pointer.title')} <kbd>F9</kbd>
          </button>
          <hr />
        </>
      )}
      <button
        type="button"
        disabled={!inside}
        aria-pressed={state?.microphone ?? false}
        onClick={() => call?.setMicrophone(!state?.microphone)}
        data-action="microphone"
      >
        {t(state?.microphone ? 'controls.microphoneOn' : 'controls.microphoneOff')}
      </button>
      <button
        type="button"
        disabled={!inside}
        aria-pressed={state?.camera ?? false}
        onClick={() => call?.setCamera(!state?.camera)}
        data-action="camera"
      >
        {t(state?.camera ? 'controls.cameraOn' : 'controls.cameraOff')}
      </button>
      {mayDirect && (
        <>
          <button type="button" disabled={full} onClick={onInvite} data-action="invite">
            {t('controls.invite')}
          </button>
          {full && <small>{t('controls.full', { count: most })}</small>}
          <button
            type="button"
            disabled={session.wall.length === 0}
            onClick={() => actions.spotlight.mutate(null)}
            data-action="clear-spotlight"
          >
            {t('controls.clearSpotlight')}
          </button>
          <button
            type="button"
            disabled={recording.busy || (session.recording === null && !recording.possible)}
            aria-pressed={session.recording !== null ? true : undefined}
            onClick={onRecord}
            data-action="record"
          >
            {t(session.recording !== null ? 'recording.stop' : 'recording.start')}
          </button>
          {session.recording === null && engines?.egress && session.driver === 'livekit' && (
            <small>{t('recording.byServer')}</small>
          )}
          {session.recording !== null && !recording.own && <small>{t('recording.elsewhere')}</small>}
          <hr />
          <MuteAll actions={actions} />
          <Carriage session={session} actions={actions} />
        </>
      )}
    </section>
  )
}

/** Every microphone but the chair's; for ten seconds it can be taken back. */
function MuteAll({ actions }: { actions: SessionActions }) {
  const { t } = useTranslation('bridge')
  const { muteAll, undoMuteAll } = actions
  const at = muteAll.isSuccess ? muteAll.submittedAt : 0
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (!at) return
    const look = () => setLeft(Math.max(0, Math.ceil((at + UNDO_MS - Date.now()) / 1_000)))
    look()
    const timer = setInterval(look, 250)
    return () => clearInterval(timer)
  }, [at])
  return (
    <>
      <button type="button" onClick={() => muteAll.mutate()} data-action="mute-all">
        {t('controls.muteAll')} <kbd>Ctrl ⇧ M</kbd>
      </button>
      {left > 0 && undoMuteAll.submittedAt < at ? (
        <button
          type="button"
          className={styles.undo}
          onClick={() => undoMuteAll.mutate()}
          data-action="undo-mute-all"
        >
          {t('layout.undo', { seconds: left })}
        </button>
      ) : (
        <small>{t('layout.muteAllHow')}</small>
      )}
    </>
  )
}
