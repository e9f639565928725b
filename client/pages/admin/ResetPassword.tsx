import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { type Account, LEAST_PASSWORD } from './account.ts'

/** A new password for someone else; their open sessions end. */
export function ResetPassword({ account, onClose }: { account: Account; onClose(): void }) {
  const { t } = useTranslation('admin')
  const [password, setPassword] = useState('')
  const save = useMutation({
    mutationFn: () => api.patch(`/api/accounts/${account.id}`, { password }),
    onSuccess: onClose,
  })
  return (
    <Dialog open onClose={onClose} title={t('account.resetTitle', { username: account.username })}>
      <form
        className={forms.form}
        onSubmit={(e) => {
          e.preventDefault()
          save.mutate()
        }}
      >
        <label>
          {t('account.password')}
          <input
            type="password"
            name="password"
            autoComplete="new-password"
            value={password}
            onChange={(e) => setPassword(e.target.value)}
          />
        </label>
        <p>{t('account.passwordHint')}</p>
        <Problem error={save.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={password.length < LEAST_PASSWORD || save.isPending}>
            {t('save')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
