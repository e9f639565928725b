import { useTranslation } from 'react-i18next'
import type { AlertView } from '../../../shared/api/alerts.ts'
import styles from './alerts.module.css'

/** What sets it apart from a real, public alert; nothing for one of those. */
export function Kinds({ alert: a }: { alert: Pick<AlertView, 'status' | 'scope' | 'simulated'> }) {
  const { t } = useTranslation('alerts')
  return (
    <>
      {a.status !== 'Actual' && (
        <i className={styles.kind} data-status={a.status}>
          {t(`status.${a.status}`)}
        </i>
      )}
      {a.scope !== 'Public' && <i className={styles.kind}>{t(`scope.${a.scope}`)}</i>}
      {a.simulated && <i className={styles.kind}>{t('simulated')}</i>}
    </>
  )
}
