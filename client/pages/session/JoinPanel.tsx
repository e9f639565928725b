import { useTranslation } from 'react-i18next'
import { type Call, type CallState, DeviceCheck, type Devices } from '../../bridge/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './stage.module.css'

type Props = { call: Call | null; state: CallState | null; ended: boolean; devices: Devices; unit: string }

/** Before the chair sits down, and after it rose. */
export function JoinPanel({ call, state, ended, devices, unit }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  if (ended)
    return (
      <div className={styles.join} role="status">
        <h2>{t('over.ended')}</h2>
        <p>{t('session.endedHow')}</p>
      </div>
    )
  const taken = state?.problem?.code === 'BRIDGE_CHAIR_TAKEN'
  return (
    <div className={styles.join}>
      <h2>{t(state?.phase === 'over' ? `over.${state.end ?? 'left'}` : 'session.join')}</h2>
      {state?.problem && (
        <p role="alert" data-problem={state.problem.code}>
          {state.problem.message[language]}
        </p>
      )}
      {!taken && (
        <>
          <DeviceCheck devices={devices} unit={unit} name={t('session.room')} />
          <button
            type="button"
            className={styles.primary}
            disabled={!call || devices.opening || state?.phase === 'joining'}
            onClick={() => call?.join()}
            data-action="join"
          >
            {t('session.joinButton')}
          </button>
        </>
      )}
    </div>
  )
}
