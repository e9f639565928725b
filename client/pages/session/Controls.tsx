import { useTranslation } from 'react-i18next'
import type { Call, CallState } from '../../bridge/index.ts'
import styles from './roll.module.css'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  call: Call | null
  state: CallState | null
  mayDirect: boolean
  full: boolean
  spotlight: string | null
  actions: SessionActions
  onInvite(): void
}

/** The chair's own switches, and far from them the one that silences everybody. */
export function Controls({ call, state, mayDirect, full, spotlight, actions, onInvite }: Props) {
  const { t } = useTranslation('bridge')
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  return (
    <section className={styles.controls} aria-label={t('controls.title')}>
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
          {full && <small>{t('controls.full')}</small>}
          <button
            type="button"
            disabled={!spotlight}
            onClick={() => actions.spotlight.mutate(null)}
            data-action="clear-spotlight"
          >
            {t('controls.clearSpotlight')}
          </button>
          <hr />
          <button type="button" onClick={() => actions.muteAll.mutate()} data-action="mute-all">
            {t('controls.muteAll')}
          </button>
          <small>{t('controls.muteAllHow')}</small>
        </>
      )}
    </section>
  )
}
