import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { plain } from '../desk/boardOrder.ts'
import { dayAndClock } from '../desk/times.ts'
import type { AuditEntry } from './account.ts'
import styles from './admin.module.css'

type Chain = { entries: number; broken: number; firstBroken: string | null }
const PAGE = 100

/** Who did what, newest first, with whether the chain of hashes is whole. */
export function AuditLog() {
  const { t } = useTranslation('admin')
  const [text, setText] = useState('')
  const log = useInfiniteQuery({
    queryKey: ['audit', 'list'],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      api.get<AuditEntry[]>(`/api/audit?limit=${PAGE}${pageParam ? `&before=${pageParam}` : ''}`),
    getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
  })
  const verified = useQuery({
    queryKey: ['audit', 'verify'],
    queryFn: () => api.get<Chain>('/api/audit/verify'),
  })
  const chain = verified.data
  const words = plain(text).split(/\s+/).filter(Boolean)
  const entries = (log.data?.pages ?? []).flat().filter((e) => {
    const about = plain(`${e.actor} ${e.action} ${e.subject ?? ''} ${JSON.stringify(e.detail)}`)
    return words.every((w) => about.includes(w))
  })
  return (
    <>
      <header className={styles.bar}>
        <input
          type="search"
          value={text}
          aria-label={t('audit.search')}
          placeholder={t('audit.search')}
          onChange={(e) => setText(e.target.value)}
        />
        {chain && (
          <p
            className={styles.verified}
            data-broken={chain.firstBroken !== null || undefined}
            data-metric="audit-chain"
          >
            {chain.firstBroken === null
              ? t('audit.verified', { count: chain.entries })
              : t('audit.broken', { entry: chain.firstBroken, count: chain.broken })}
          </p>
        )}
      </header>
      <Problem error={log.error ?? verified.error} />
      <table className={styles.table}>
        <thead>
          <tr>
            {['at', 'actor', 'action', 'subject', 'detail', 'address'].map((c) => (
              <th key={c}>{t(`audit.${c}`)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((e) => (
            <tr key={e.id} data-audit={e.action}>
              <td>{dayAndClock(e.at)}</td>
              <td className={styles.name}>{e.actor}</td>
              <td>{e.action}</td>
              <td>{e.subject ?? '–'}</td>
              <td className={styles.detail}>{detailText(e.detail)}</td>
              <td>{e.address ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {log.isPending && <p className={styles.none}>{t('loading')}</p>}
      {log.hasNextPage && (
        <div className={styles.more}>
          <Button onClick={() => void log.fetchNextPage()} disabled={log.isFetchingNextPage}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </>
  )
}

/** 'role: duty, unit: 22' */
function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .map(([key, value]) => `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ')
}
