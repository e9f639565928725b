import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/index.ts'
import { Button, Dialog, Problem } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { dayAndClock } from '../desk/times.ts'
import type { Token } from './account.ts'
import styles from './admin.module.css'
import { Secret } from './ShownKey.tsx'

const DAYS = [30, 90, 365]

/** Tokens with which a program reads what this account may see. */
export function PersonalTokens() {
  const { t } = useTranslation('admin')
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [days, setDays] = useState(90)
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  const list = useQuery({ queryKey: ['tokens'], queryFn: () => api.get<Token[]>('/api/me/tokens') })
  const again = () => void queries.invalidateQueries({ queryKey: ['tokens'] })
  const create = useMutation({
    mutationFn: () => api.post<{ token: string }>('/api/me/tokens', { name: name.trim(), days }),
    onSuccess: ({ token }) => {
      setMade({ name: name.trim(), token })
      setName('')
      again()
    },
  })
  const revoke = useMutation({
    mutationFn: (id: number) => api.delete(`/api/me/tokens/${id}`),
    onSuccess: again,
  })
  return (
    <div>
      <h2>{t('own.tokens')}</h2>
      <p>
        {t('own.tokensHint')} <a href="/api/docs">{t('own.docs')}</a>
      </p>
      <form
        className={forms.form}
        data-form="token"
        onSubmit={(e) => {
          e.preventDefault()
          if (name.trim()) create.mutate()
        }}
      >
        <div className={styles.fields}>
          <label>
            {t('own.tokenName')}
            <input name="tokenName" maxLength={80} value={name} onChange={(e) => setName(e.target.value)} />
          </label>
          <label>
            {t('own.tokenExpiry')}
            <select value={days} onChange={(e) => setDays(Number(e.target.value))}>
              {DAYS.map((d) => (
                <option key={d} value={d}>
                  {t('own.tokenDays', { count: d })}
                </option>
              ))}
            </select>
          </label>
          <div className={styles.check}>
            <Button type="submit" primary disabled={!name.trim() || create.isPending}>
              {t('own.tokenNew')}
            </Button>
          </div>
        </div>
      </form>
      <Problem error={list.error ?? create.error ?? revoke.error} />
      <table className={styles.table}>
        <tbody>
          {(list.data ?? []).map((token) => (
            <tr key={token.id} data-token={token.id}>
              <td className={styles.name}>
                {token.name}
                <small>{t('own.created', { time: dayAndClock(token.createdAt) })}</small>
              </td>
              <td>
                {token.lastUsedAt
                  ? t('own.lastUsed', { time: dayAndClock(token.lastUsedAt) })
                  : t('own.neverUsed')}
                {token.expiresAt && <small>{t('own.expires', { time: dayAndClock(token.expiresAt) })}</small>}
              </td>
              <td className={styles.acts}>
                <Button onClick={() => revoke.mutate(token.id)}>{t('own.tokenRevoke')}</Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {made && (
        <Dialog open onClose={() => setMade(null)} title={t('own.tokenTitle', { name: made.name })}>
          <div className={forms.form}>
            <p>{t('connection.keyOnce')}</p>
            <Secret label={t('connection.key')} text={made.token} name="token" />
            <footer>
              <Button primary onClick={() => setMade(null)}>
                {t('connection.keySaved')}
              </Button>
            </footer>
          </div>
        </Dialog>
      )}
    </div>
  )
}
