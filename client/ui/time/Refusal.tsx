import { useTranslation } from 'react-i18next'
import { dismissRefusal, setClock, usePageClock } from '../../live/index.ts'
import { Refused } from './Refused.tsx'
import styles from './time.module.css'

/** A time that could not be shown, when no dialog is there to say it: a page opened by its address, a steering refused. */
export function Refusal({ quiet }: { quiet: boolean }) {
  const { t } = useTranslation('time')
  const { error } = usePageClock()
  if (!error || quiet) return null
  return (
    <div className={styles.toast}>
      <Refused error={error} onGo={(at) => void setClock({ mode: 'fixed', at, known: 'then' })} />
      <button type="button" onClick={dismissRefusal}>
        {t('dismiss')}
      </button>
    </div>
  )
}
