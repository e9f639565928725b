import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnitView } from '../../../shared/api/catalogue.ts'
import { ROLES, type Role } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { LEAST_PASSWORD } from './account.ts'
import styles from './admin.module.css'

/** A person's account: role and unit decide what it sees. */
export function NewAccount({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const [username, setUsername] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [role, setRole] = useState<Role>('duty')
  const [unit, setUnit] = useState('VN')
  const [password, setPassword] = useState('')
  const units = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const create = useMutation({
    mutationFn: () =>
      api.post('/api/accounts', { username, displayName: displayName.trim(), role, unit, password }),
    onSuccess: onClose,
  })
  const homes = (units.data ?? []).filter((u) => !['station', 'reservoir'].includes(u.kind))
  const ready = username.trim() && displayName.trim() && password.length >= LEAST_PASSWORD
  return (
    <Dialog open wide onClose={onClose} title={t('account.newTitle')}>
      <form
        className={forms.form}
        data-form="new-account"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) create.mutate()
        }}
      >
        <div className={styles.fields}>
          <label>
            {t('account.username')}
            <input
              name="username"
              autoComplete="off"
              value={username}
              onChange={(e) => setUsername(e.target.value.trim())}
            />
          </label>
          <label>
            {t('account.displayName')}
            <input name="displayName" value={displayName} onChange={(e) => setDisplayName(e.target.value)} />
          </label>
          <label>
            {t('account.role')}
            <select
              name="role"
              value={role}
              onChange={(e) => setRole(ROLES.find((r) => r === e.target.value) ?? role)}
            >
              {ROLES.map((r) => (
                <option key={r} value={r}>
                  {t(`role.${r}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('account.unit')}
            <select name="unit" value={unit} onChange={(e) => setUnit(e.target.value)}>
              {homes.map((u) => (
                <option key={u.code} value={u.code}>
                  {u.name[language]} ({u.code})
                </option>
              ))}
            </select>
            <small>{t('account.unitHint')}</small>
          </label>
          <label>
            {t('account.password')}
            <input
              type="password"
              name="password"
              autoComplete="new-password"
              value={password}
              onChange={(e) => setPassword(e.target.value)}
            />
            <small>{t('account.passwordHint')}</small>
          </label>
        </div>
        <Problem error={create.error} />
        <footer>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" primary disabled={!ready || create.isPending}>
            {t('create')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
