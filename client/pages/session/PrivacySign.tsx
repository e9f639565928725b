import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveEvent } from '../../live/index.ts'
import styles from './wall.module.css'

/** That this screen leaves numbers out while points from outside look in, and how many indicators. */
export function PrivacySign() {
  const { t } = useTranslation('bridge')
  const [state, setState] = useState({ outside: false, hidden: 0 })
  useLiveEvent('screen:privacy', setState)
  if (!state.outside || !state.hidden) return null
  return (
    <p className={styles.privacy} role="status" data-privacy={state.hidden}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M6 11V8a6 6 0 0 1 12 0v3h2v11H4V11Zm3 0h6V8a3 3 0 0 0-6 0Z" />
      </svg>
      {t('privacy.sign', { count: state.hidden })}
    </p>
  )
}
