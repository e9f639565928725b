import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ActAnswer, RequestView } from '../../shared/api/scenes.ts'
import { api, useMe } from '../api/index.ts'
import { useServerClock, useSignal } from '../live/index.ts'
import { AskedFacts, useAskedLines } from '../pages/scenes/AskedFacts.tsx'
import { clockText } from './format/index.ts'
import { Problem } from './Problem.tsx'
import { useLanguage } from './preferences.ts'
import styles from './shell.module.css'

const AGAIN_MS = 30_000
/** Screens answer one by one, and each answer is told: the requests are asked for once after them. */
const TOGETHER_MS = 300

/** What takes more words than these is read, and said yes to, on its own page: a bar is a line. */
const MOST_FACTS = 4

/** Whoever may confirm is told on every page that another asks a second person for something on the wall. */
export function SecondBar() {
  const me = useMe()
  return me.can('manage', 'Scene') || me.can('approve', 'Scene') ? <Waiting /> : null
}

function Waiting() {
  const now = useServerClock()
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: ['scene-requests'],
    queryFn: () => api.get<RequestView[]>('/api/scene-requests'),
    refetchInterval: AGAIN_MS,
  })
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(
    () => () => {
      clearTimeout(soon.current)
      soon.current = undefined
    },
    [],
  )
  useSignal('scenes', () => {
    soon.current ??= setTimeout(() => {
      soon.current = undefined
      void client.invalidateQueries({ queryKey: ['scene-requests'] })
    }, TOGETHER_MS)
  })
  // A yes that was refused is told, though what it was said to may wait no more.
  const [refused, setRefused] = useState<RequestView | null>(null)
  const open = data?.filter((r) => !r.own) ?? []
  const gone = refused && !open.some((r) => r.id === refused.id) ? [refused] : []
  return [...open, ...gone]
    .filter((r) => r.expiresAt > now)
    .map((request) => <Asked key={request.id} request={request} onRefused={setRefused} />)
}

function Asked({ request, onRefused }: { request: RequestView; onRefused(request: RequestView): void }) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const client = useQueryClient()
  const confirm = useMutation({
    mutationFn: () => api.post<ActAnswer>(`/api/scene-requests/${request.id}`, { confirm: true }),
    onError: () => onRefused(request),
    onSettled: () => client.invalidateQueries({ queryKey: ['scene-requests'] }),
  })
  const { act, name } = request
  const short = useAskedLines(request).length <= MOST_FACTS
  return (
    <div className={styles.second} role="status" data-second={request.id}>
      <b>{t('second.asks', { by: request.by })}</b>
      <span>{[t(`act.${act.act}`), name?.[language]].filter(Boolean).join(': ')}</span>
      {short && <AskedFacts request={request} />}
      <small>{t('second.until', { time: clockText(request.expiresAt, language) })}</small>
      <Problem error={confirm.error} />
      {short && (
        <button
          type="button"
          data-second-confirm=""
          disabled={confirm.isPending}
          onClick={() => confirm.mutate()}
        >
          {t('showing.confirm')}
        </button>
      )}
      <Link to="/scenes?tab=showing">{t('second.look')}</Link>
    </div>
  )
}
