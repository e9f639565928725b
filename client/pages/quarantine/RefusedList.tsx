import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CauseView, RefusedRowView } from '../../../shared/api/quarantine.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Problem } from '../../ui/index.ts'
import { instant } from '../desk/times.ts'
import styles from './quarantine.module.css'

type Props = {
  cause: CauseView
  connection: string
  language: Language
  chosen: readonly string[]
  /** Null = only to be read. */
  onChoose: ((ids: readonly string[]) => void) | null
}

/** The rows of one cause, each as it was sent, with what has been tried about it. */
export function RefusedList({ cause, connection, language, chosen, onChoose }: Props) {
  const { t } = useTranslation('quarantine')
  const now = useServerClock()
  const { code, field, value, rows: count } = cause
  const of = [code, field, value, connection]
  const rows = useQuery({
    queryKey: ['quarantine', 'rows', ...of, count],
    queryFn: () => {
      const asked = { code, field, value, ...(connection ? { connection } : {}) }
      return api.get<RefusedRowView[]>(`/api/quarantine/rows?${new URLSearchParams(asked)}`)
    },
    // Its own rows of before, while they are read anew; never those of another cause.
    placeholderData: (before, by) =>
      of.every((part, i) => by?.queryKey[i + 2] === part) ? before : undefined,
  })
  const list = rows.data ?? []
  const toggle = (id: string) =>
    onChoose?.(chosen.includes(id) ? chosen.filter((x) => x !== id) : [...chosen, id])
  return (
    <div className={styles.rows}>
      <Problem error={rows.error} />
      <table className={styles.table}>
        <thead>
          <tr>
            {onChoose && <th aria-label={t('choose')} />}
            <th>{t('received')}</th>
            <th>{t('connection')}</th>
            <th>{t('position')}</th>
            <th>{t('content')}</th>
            <th>{t('tried')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((r) => (
            <tr key={r.id} data-refused={r.id}>
              {onChoose && (
                <td>
                  <input
                    type="checkbox"
                    checked={chosen.includes(r.id)}
                    onChange={() => toggle(r.id)}
                    aria-label={t('chooseRow', { row: r.row, message: r.message })}
                  />
                </td>
              )}
              <td>{instant(r.receivedAt, now)}</td>
              <td>{r.connection}</td>
              <td>
                <a href={`/api/messages/${r.message}/raw`} download title={t('download')}>
                  {t('at', { message: r.message, row: r.row })}
                </a>
              </td>
              <td className={styles.content}>
                {r.content}
                {Object.keys(r.detail).length > 0 && <small>{detailText(r.detail)}</small>}
              </td>
              <td>
                {r.repairs.map((k) => (
                  <small key={k.at}>
                    {instant(k.at, now)} {k.by.replace('account:', '')}: {k.reason?.[language] ?? k.outcome}
                  </small>
                ))}
                {r.repairs.length === 0 && '–'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > list.length && list.length > 0 && (
        <p className={styles.none}>{t('moreRows', { shown: list.length, count })}</p>
      )}
    </div>
  )
}

/** 'unit: XX, at: 2026-08-01' */
const detailText = (detail: Record<string, unknown>) =>
  Object.entries(detail)
    .map(([key, v]) => `${key}: ${typeof v === 'object' ? JSON.stringify(v) : String(v)}`)
    .join(', ')
