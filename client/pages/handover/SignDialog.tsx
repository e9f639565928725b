import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import styles from './handover.module.css'

export type Asked = 'sign' | 'relieve' | 'return' | 'withdraw'
type Props = { asked: Asked; error: Error | null; busy: boolean; onClose(): void; onSend(body: object): void }

/** What binds wants the password again; what undoes wants a reason. */
export function SignDialog({ asked, error, busy, onClose, onSend }: Props) {
  const { t } = useTranslation('shifts')
  const [password, setPassword] = useState('')
  const [reason, setReason] = useState('')
  const signs = asked === 'sign' || asked === 'relieve'
  const explains = asked !== 'sign'
  const ready = (!signs || password) && (!explains || reason.trim()) && !busy
  return (
    <Dialog open onClose={onClose} title={t(`handover.ask.${asked}`)}>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          if (!ready) return
          onSend({ ...(signs ? { password } : {}), ...(explains ? { reason: reason.trim() } : {}) })
        }}
      >
        <p>{t(`handover.hint.${asked}`)}</p>
        {explains && (
          <label>
            {t('handover.reason')}
            <input
              autoFocus
              name="reason"
              maxLength={300}
              value={reason}
              onChange={(e) => setReason(e.target.value)}
            />
          </label>
        )}
        {signs && (
          <label>
            {t('handover.password')}
            <input
              autoFocus={!explains}
              type="password"
              name="password"
              autoComplete="current-password"
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
          </label>
        )}
        <Problem error={error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready}>
            {t(`handover.${asked}`)}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
