import { useTranslation } from 'react-i18next'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './dialog.module.css'
import type { SessionActions } from './useSessionActions.ts'

/** Ends the session for everyone, after being asked. */
export function EndDialog(props: { present: number; actions: SessionActions; onClose(): void }) {
  const { t } = useTranslation('bridge')
  const { end } = props.actions
  return (
    <Dialog open onClose={props.onClose} title={t('end.title')}>
      <p>{t('end.how', { count: props.present })}</p>
      <Problem error={end.error} />
      <footer className={styles.foot}>
        <Button onClick={props.onClose}>{t('cancel')}</Button>
        <Button
          primary
          disabled={end.isPending}
          onClick={() => end.mutate(undefined, { onSuccess: props.onClose })}
          data-action="confirm-end"
        >
          {t('end.confirm')}
        </Button>
      </footer>
    </Dialog>
  )
}
