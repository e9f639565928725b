import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { dayText } from '../desk/times.ts'
import type { Account } from './account.ts'
import styles from './admin.module.css'
import { Confirm } from './Confirm.tsx'
import { NewAccount } from './NewAccount.tsx'
import { ResetPassword } from './ResetPassword.tsx'

type Task = { kind: 'new' } | { kind: 'reset' | 'disable'; account: Account }

/** Who may sign in, as what, and for which unit. */
export function Accounts() {
  const { t } = useTranslation('admin')
  const language = useLanguage()
  const queries = useQueryClient()
  const [task, setTask] = useState<Task | null>(null)
  const list = useQuery({ queryKey: ['accounts'], queryFn: () => api.get<Account[]>('/api/accounts') })
  const again = () => void queries.invalidateQueries({ queryKey: ['accounts'] })
  const setEnabled = useMutation({
    mutationFn: (change: { id: number; enabled: boolean }) =>
      api.patch(`/api/accounts/${change.id}`, { enabled: change.enabled }),
    onSuccess: again,
  })
  const close = () => {
    setTask(null)
    again()
  }
  return (
    <>
      <header className={styles.bar}>
        <span />
        <Button primary onClick={() => setTask({ kind: 'new' })} data-action="new-account">
          {t('account.new')}
        </Button>
      </header>
      <Problem error={list.error ?? setEnabled.error} />
      {list.isPending && <p className={styles.none}>{t('loading')}</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('account.username')}</th>
            <th>{t('account.displayName')}</th>
            <th>{t('account.role')}</th>
            <th>{t('account.unit')}</th>
            <th>{t('enabled')}</th>
            <th>{t('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {(list.data ?? []).map((a) => (
            <tr key={a.id} data-account={a.username} data-enabled={a.enabled}>
              <td className={styles.name}>{a.username}</td>
              <td>{a.displayName}</td>
              <td>{t(`role.${a.role}`)}</td>
              <td>{a.unitName[language]}</td>
              <td data-tone={a.enabled ? undefined : 'amber'}>
                {a.enabled ? t('enabled') : t('disabled')}
                <small>{dayText(a.createdAt)}</small>
              </td>
              <td className={styles.acts}>
                <Button onClick={() => setTask({ kind: 'reset', account: a })}>{t('account.reset')}</Button>
                {a.enabled ? (
                  <Button onClick={() => setTask({ kind: 'disable', account: a })}>
                    {t('account.disable')}
                  </Button>
                ) : (
                  <Button onClick={() => setEnabled.mutate({ id: a.id, enabled: true })}>
                    {t('account.enable')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {task?.kind === 'new' && <NewAccount onClose={close} />}
      {task?.kind === 'reset' && <ResetPassword account={task.account} onClose={close} />}
      {task?.kind === 'disable' && (
        <Confirm
          title={t('account.disableTitle', { username: task.account.username })}
          text={t('account.disableText')}
          word={t('account.disable')}
          act={async () => {
            await api.patch(`/api/accounts/${task.account.id}`, { enabled: false })
            close()
          }}
          onClose={close}
        />
      )}
    </>
  )
}
