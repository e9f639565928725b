import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import type { Call, CallState } from '../../bridge/index.ts'
import { Carriage } from './Carriage.tsx'
import { FloorPanel } from './FloorPanel.tsx'
import styles from './roll.module.css'
import { mostPoints, useEngines } from './useEngines.ts'
import type { Recording } from './useRecorder.ts'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  call: Call | null
  state: CallState | null
  session: BridgeView
  now: number
  mayDirect: boolean
  recording: Recording
  actions: SessionActions
  onInvite(): void
}

/** The chair's own switches, and far from them the one that silences everybody. */
export function Controls({ call, state, session, now, mayDirect, recording, actions, onInvite }: Props) {
  const { t } = useTranslation('bridge')
  const engines = useEngines()
  const most = mostPoints(engines)
  const full = engines !== null && session.points.length >= most
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  return (
    <section className={styles.controls} aria-label={t('controls.title')}>
      {mayDirect && <FloorPanel session={session} now={now} actions={actions} />}
      <h2>{t('controls.title')}</h2>
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
            disabled={!session.spotlight}
            onClick={() => actions.spotlight.mutate(null)}
            data-action="clear-spotlight"
          >
            {t('controls.clearSpotlight')}
          </button>
          <button
            type="button"
            disabled={recording.busy || (session.recording === null && !recording.possible)}
            aria-pressed={session.recording !== null ? true : undefined}
            onClick={() => {
              if (recording.own) recording.stop()
              else if (session.recording !== null) actions.stopRecording.mutate()
              else recording.start()
            }}
            data-action="record"
          >
            {t(session.recording !== null ? 'recording.stop' : 'recording.start')}
          </button>
          {session.recording !== null && !recording.own && <small>{t('recording.elsewhere')}</small>}
          <hr />
          <button type="button" onClick={() => actions.muteAll.mutate()} data-action="mute-all">
            {t('controls.muteAll')}
          </button>
          <small>{t('controls.muteAllHow')}</small>
          <Carriage session={session} actions={actions} />
        </>
      )}
    </section>
  )
}
