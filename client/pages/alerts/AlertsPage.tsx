import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { CAP_SEVERITIES } from '../../../shared/alert.ts'
import type { AlertView } from '../../../shared/api/alerts.ts'
import { api } from '../../api/index.ts'
import { useCounts } from '../../live/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { AlertCard } from './AlertCard.tsx'
import { AlertItem } from './AlertItem.tsx'
import styles from './alerts.module.css'

const PAGE = 50

/** Warnings in force, coming and past, and one of them in full. */
export default function AlertsPage() {
  const { t } = useTranslation('alerts')
  const [params, setParams] = useSearchParams()
  const { alerts } = useCounts()
  const standing = useQuery({
    queryKey: ['alerts', 'standing'],
    queryFn: () => api.get<AlertView[]>('/api/alerts?which=standing'),
  })
  const past = useInfiniteQuery({
    queryKey: ['alerts', 'past'],
    queryFn: ({ pageParam }) =>
      api.get<AlertView[]>(`/api/alerts?which=past${pageParam ? `&before=${pageParam}` : ''}`),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
  })
  const { refetch: standingAgain } = standing
  const { refetch: pastAgain } = past
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list of what stands is why to ask again
  useEffect(() => {
    void standingAgain()
    void pastAgain()
  }, [alerts, standingAgain, pastAgain])
  const worst = (a: AlertView, b: AlertView) =>
    CAP_SEVERITIES.indexOf(a.severity) - CAP_SEVERITIES.indexOf(b.severity) || b.sent - a.sent
  const of = (state: AlertView['state']) => (standing.data ?? []).filter((a) => a.state === state).sort(worst)
  const before = past.data?.pages.flat() ?? []
  const groups = [
    ['inForce', of('inForce')],
    ['coming', of('coming')],
    ['past', before],
  ] as const
  const asked = Number(params.get('alert')) || null
  const chosen = asked ?? groups.flatMap(([, list]) => list)[0]?.id ?? null
  return (
    <div className={styles.page}>
      <div className={styles.list}>
        <header>
          <h1>{t('title')}</h1>
        </header>
        <Problem error={standing.error ?? past.error} />
        {groups.map(([group, list]) =>
          list.length || group === 'inForce' ? (
            <section key={group} data-group={group}>
              <h2>
                {t(`group.${group}`)} <small>{list.length || ''}</small>
              </h2>
              {standing.data && list.length === 0 && <p>{t('noneInForce')}</p>}
              <ol>
                {list.map((a) => (
                  <AlertItem
                    key={a.id}
                    alert={a}
                    chosen={a.id === chosen}
                    onChoose={() => setParams({ alert: String(a.id) })}
                  />
                ))}
              </ol>
            </section>
          ) : null,
        )}
        {past.hasNextPage && (
          <Button disabled={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </div>
      {chosen === null ? <p className={styles.none}>{t('choose')}</p> : <AlertCard id={chosen} />}
    </div>
  )
}
