import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { HandoverView } from '../../../shared/api/handover.ts'
import { api } from '../../api/index.ts'
import { shortDay, useShift, WatchNotes } from '../../duty/index.ts'
import { useCounts, useServerClock, useSignal } from '../../live/index.ts'
import { Button, momentText, Problem, useLanguage, useStays } from '../../ui/index.ts'
import { HandoverCard } from './HandoverCard.tsx'
import styles from './handover.module.css'

/** Handing over: whose watch ends drafts it; both walk through it here, each on their own desk, and sign. */
export default function HandoverPage() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const clock = useServerClock()
  const now = useShift()
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  useCounts() // the feed that tells of changes
  useSignal('shifts', () => void queries.invalidateQueries({ queryKey: ['handovers'] }))
  const list = useQuery({
    queryKey: ['handovers'],
    queryFn: () => api.get<HandoverView[]>('/api/handovers'),
  })
  const draft = useMutation({
    mutationFn: (position: string) => api.post<HandoverView>('/api/handovers', { position }),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['handovers'] })
      setParams({ id: String(made.id) }, { replace: true })
    },
  })
  const handovers = list.data ?? []
  const open = handovers.filter((h) => h.state === 'open' || h.state === 'waiting')
  // Another that is drafted meanwhile does not take the place of the one that is walked through.
  const first = useStays(open[0]?.id, (id) => open.some((h) => h.id === id))
  const chosen = Number(params.get('id')) || first || handovers[0]?.id
  const mine = now?.positions.filter((p) => now.mine.includes(p.position.id)) ?? []
  return (
    <div className={styles.page} data-page="handover">
      <aside className={styles.side}>
        <header>
          <h1>{t('handover.title')}</h1>
        </header>
        {now && <WatchNotes now={now} />}
        {mine.map((p) => (
          <Button
            key={p.position.id}
            primary={p.position.chief}
            disabled={draft.isPending}
            onClick={() => draft.mutate(p.position.id)}
            data-act="draft"
            data-of={p.position.id}
          >
            {t('handover.draft', { position: p.position.name[language] })}
          </Button>
        ))}
        <Problem error={draft.error ?? list.error} />
        {list.isSuccess && handovers.length === 0 && <p className={styles.none}>{t('handover.none')}</p>}
        <ul className={styles.list}>
          {handovers.map((h) => (
            <li key={h.id}>
              <button
                type="button"
                aria-pressed={h.id === chosen}
                onClick={() => setParams({ id: String(h.id) }, { replace: true })}
                data-handover={h.id}
                data-state={h.state}
              >
                <b>
                  {h.position.name[language]}, {t('shift', { no: h.shift.no })} {shortDay(h.shift.day)}
                </b>
                <span>
                  {h.outgoing.displayName} → {h.incoming?.displayName ?? '…'}
                </span>
                <small>
                  {t(`handover.state.${h.state}`)} · {momentText(h.endedAt ?? h.openedAt, clock, language)}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </aside>
      {chosen ? (
        <HandoverCard key={chosen} id={chosen} />
      ) : (
        <p className={styles.none}>{t('handover.choose')}</p>
      )}
    </div>
  )
}
