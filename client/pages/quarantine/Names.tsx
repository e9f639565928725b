import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MappedName } from '../../../shared/api/quarantine.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { Problem } from '../../ui/index.ts'
import styles from './quarantine.module.css'

const KEY = ['quarantine', 'names']
const keyOf = (n: MappedName) => `${n.connection} ${n.field} ${n.name}`

/** What sources call our units and indicators, as persons decided; a wrong one is taken back here. */
export function Names({ language, mayWithdraw }: { language: Language; mayWithdraw: boolean }) {
  const { t } = useTranslation('quarantine')
  const queries = useQueryClient()
  const [asking, setAsking] = useState<string | null>(null)
  const found = useQuery({
    queryKey: KEY,
    queryFn: () => api.get<MappedName[]>('/api/quarantine/names'),
  })
  const withdraw = useMutation({
    mutationFn: ({ connection, field, name }: MappedName) =>
      api.post<MappedName[]>('/api/quarantine/names/withdraw', { connection, field, name }),
    onSuccess: (names) => {
      setAsking(null)
      queries.setQueryData(KEY, names)
    },
  })
  if (!found.data?.length) return null
  return (
    <details className={styles.names} data-names={found.data.length}>
      <summary>{t('names.title', { count: found.data.length })}</summary>
      <Problem error={withdraw.error} />
      <ul>
        {found.data.map((n) => (
          <li key={keyOf(n)} data-name={n.name}>
            <span>
              {n.name} → <b>{n.means[language]}</b>
              <small>
                {n.code} · {n.connection}
              </small>
            </span>
            {mayWithdraw &&
              (asking === keyOf(n) ? (
                <button
                  type="button"
                  className={styles.sure}
                  disabled={withdraw.isPending}
                  onClick={() => withdraw.mutate(n)}
                >
                  {t('names.sure')}
                </button>
              ) : (
                <button type="button" className={styles.plain} onClick={() => setAsking(keyOf(n))}>
                  {t('names.withdraw')}
                </button>
              ))}
          </li>
        ))}
      </ul>
    </details>
  )
}
