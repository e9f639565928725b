import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RunningView, ToldView } from '../../shared/api/exercise.ts'
import { api, useMe } from '../api/index.ts'
import { pageWorld } from '../world/index.ts'
import { clockText } from './format/index.ts'
import { useLanguage } from './preferences.ts'
import styles from './shell.module.css'

const AGAIN_MS = 15_000
const INSIDE_MS = 4_000

/** Where an exercise is entered from a page of the real world: another port of this host, unless a proxy has its address. */
export const exerciseAddress = (at: { port: number; url: string | null }): string =>
  at.url ?? `${location.protocol}//${location.hostname}:${at.port}`

/** In reality: that an exercise is on, so that nobody mixes the two. In it: what was told to this person and not yet taken. */
export function ExerciseBar() {
  const world = pageWorld()
  const { person } = useMe()
  if (!person) return null
  return world?.kind === 'exercise' ? <Told /> : <Running />
}

function Running() {
  const { t } = useTranslation('exercise')
  const language = useLanguage()
  const { data } = useQuery({
    queryKey: ['exercises', 'running'],
    queryFn: () => api.get<RunningView>('/api/exercises/running'),
    refetchInterval: AGAIN_MS,
  })
  if (!data?.running) return null
  const { title, startedAt, at } = data.running
  return (
    <div className={styles.drill} role="status" data-exercise-running={data.running.id}>
      <b>◆ {t('bar.running')}</b>
      <span>{title[language]}</span>
      <small>{t('bar.since', { time: clockText(startedAt, language) })}</small>
      <a href={exerciseAddress(at)} target="_blank" rel="noreferrer">
        {t('enter')}
      </a>
    </div>
  )
}

function Told() {
  const { t } = useTranslation('exercise')
  const language = useLanguage()
  const { can } = useMe()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['exercise', 'told'],
    queryFn: () => api.get<ToldView>('/api/exercise/told'),
    refetchInterval: INSIDE_MS,
  })
  const take = useMutation({
    mutationFn: (inject: string) => api.post(`/api/exercise/messages/${inject}/acknowledge`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exercise'] }),
  })
  if (!data) return null
  if (data.ended)
    return (
      <div className={styles.drill} role="status" data-exercise-ended="">
        <b>◆ {t('bar.over')}</b>
        <span>{data.endedAt !== null && t('review.over', { time: clockText(data.endedAt, language) })}</span>
        <small>{t('bar.readOnly')}</small>
        {can('read', 'Exercise') && <Link to="/exercise">{t('review.title')}</Link>}
      </div>
    )
  return data.messages.map((m) => (
    <div className={styles.drill} role="status" key={m.inject} data-told={m.inject}>
      <b>{clockText(m.at, language)}</b>
      <span>
        {t('bar.told', { from: m.from[language], to: m.to[language] })} {m.text[language]}
      </span>
      <button type="button" disabled={take.isPending} onClick={() => take.mutate(m.inject)}>
        {t('bar.take')}
      </button>
    </div>
  ))
}
