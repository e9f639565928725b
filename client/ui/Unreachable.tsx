import { useTranslation } from 'react-i18next'
import styles from './shell.module.css'

/** The server does not answer; the page goes on asking by itself. */
export function Unreachable() {
  const { t } = useTranslation('common')
  return (
    <p className={styles.unreachable} role="status">
      {t('unreachable')}
    </p>
  )
}
