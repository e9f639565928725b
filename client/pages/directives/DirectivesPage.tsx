import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { DirectiveBoard, DirectiveView } from '../../../shared/api/directives.ts'
import { api, useMe } from '../../api/index.ts'
import { useCounts, useLiveEvent } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { DirectiveCard } from './DirectiveCard.tsx'
import { DirectiveList } from './DirectiveList.tsx'
import styles from './directives.module.css'
import { FourStates } from './FourStates.tsx'
import { NewDirective } from './NewDirective.tsx'
import { inOrder } from './order.ts'
import { Ranking } from './Ranking.tsx'

/** Ages and numbers move while nobody acts. */
const AGAIN_MS = 15_000

/** Tasks given: who owes what, what is open of it, and one of them in full. */
export default function DirectivesPage() {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const me = useMe()
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [giving, setGiving] = useState(false)
  useCounts() // the feed that tells of changes
  useLiveEvent('directives', () => void queries.invalidateQueries({ queryKey: ['directives'] }))
  const gives = me.can('manage', 'Directive')
  const which = params.get('which') ?? 'open'
  const addressee = params.get('addressee') ?? ''
  const session = params.get('session') ?? ''
  const change = (next: Record<string, string>) => {
    const all = Object.entries({ ...Object.fromEntries(params), ...next }).filter(([, v]) => v)
    setParams(Object.fromEntries(all), { replace: true })
  }
  const asked = new URLSearchParams({
    which,
    ...(addressee ? { addressee } : {}),
    ...(session ? { session } : {}),
  })
  const list = useQuery({
    queryKey: ['directives', 'list', asked.toString()],
    queryFn: () => api.get<DirectiveView[]>(`/api/directives?${asked}`),
    refetchInterval: AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  const board = useQuery({
    queryKey: ['directives', 'board'],
    queryFn: () => api.get<DirectiveBoard>('/api/directives/board'),
    refetchInterval: AGAIN_MS,
  })
  useHotkeys('n', () => setGiving(true), { enabled: gives, preventDefault: true })
  const rows = inOrder(list.data ?? [])
  const chosen = Number(params.get('id')) || rows[0]?.id
  const tabs = (['open', 'done', 'draft', 'all'] as const).filter(
    (w) => gives || (w !== 'draft' && w !== 'all'),
  )
  return (
    <div className={styles.page}>
      <aside className={styles.board}>
        <header>
          <h1>{t('title')}</h1>
          {gives && (
            <Button primary onClick={() => setGiving(true)}>
              {t('give')} <kbd>N</kbd>
            </Button>
          )}
        </header>
        <Problem error={board.error} />
        {board.data && <FourStates counts={board.data.total} words />}
        {board.data && (
          <Ranking
            board={board.data}
            language={language}
            chosen={addressee}
            onChoose={(code) => change({ addressee: code === addressee ? '' : code, id: '' })}
          />
        )}
      </aside>
      <section className={styles.list}>
        <nav>
          {tabs.map((w) => (
            <button
              key={w}
              type="button"
              aria-pressed={w === which}
              onClick={() => change({ which: w, id: '' })}
            >
              {t(`which.${w}`)}
            </button>
          ))}
        </nav>
        <Problem error={list.error} />
        <DirectiveList
          rows={rows}
          language={language}
          chosen={chosen}
          none={list.isSuccess}
          onChoose={(id) => change({ id: String(id) })}
        />
      </section>
      {chosen ? <DirectiveCard key={chosen} id={chosen} /> : <p className={styles.none}>{t('choose')}</p>}
      {giving && (
        <NewDirective
          {...(addressee ? { first: { addressees: [addressee] } } : {})}
          onClose={() => setGiving(false)}
          onMade={(made) => {
            setGiving(false)
            change({ which: made[0]?.state === 'draft' ? 'draft' : 'open', id: String(made[0]?.id ?? '') })
          }}
        />
      )}
    </div>
  )
}
