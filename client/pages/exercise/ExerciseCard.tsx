import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ExerciseView, SPEEDS, type Steer } from '../../../shared/api/exercise.ts'
import { api, useMe } from '../../api/index.ts'
import { exerciseAddress } from '../../ui/ExerciseBar.tsx'
import { Button, dayText, Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import styles from './exercise.module.css'
import { minuteText } from './minutes.ts'

/** `ends`: an administrator who may not lead it may end it all the same. */
type Props = { exercise: ExerciseView; leads: boolean; ends: boolean }

/** One exercise: how far it has come, how it is steered, where it is entered; and what is left of one that is over. */
export function ExerciseCard({ exercise: e, leads, ends }: Props) {
  const { t } = useTranslation('exercise')
  const language = useLanguage()
  const { person } = useMe()
  const queries = useQueryClient()
  const act = useMutation({
    mutationFn: (ask: () => Promise<unknown>) => ask(),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exercises'] }),
  })
  const path = `/api/exercises/${e.id}`
  const steer = (body: Steer) => act.mutate(() => api.post(`${path}/steer`, body))
  const { state } = e
  const runs = state !== null && !state.ended && e.endedAt === null
  const next = e.injects.filter((i) => state && !state.done.includes(i.id)).sort((a, b) => a.at - b.at)
  return (
    <article className={styles.card} data-exercise={e.id} data-state={runs ? 'running' : 'over'}>
      <header>
        <h3>{e.title[language]}</h3>
        <p>
          {t('startedBy', {
            time: dayAndClock(e.startedAt),
            by: e.startedBy.replace(/^account:/, ''),
          })}
          {e.endReason && ` · ${t(`ended.${e.endReason}`)}`}
          {!runs && e.keptUntil !== null && ` · ${t('kept', { day: dayText(e.keptUntil, language) })}`}
        </p>
      </header>
      {runs && (
        <div className={styles.course}>
          <strong data-metric="minute">{minuteText(state.minute)}</strong>
          <span>/ {minuteText(state.minutes)}</span>
          <progress value={state.minute} max={state.minutes} aria-label={t('course')} />
          <b data-running={state.running}>{t(state.running ? 'runs' : 'stands', { speed: state.speed })}</b>
        </div>
      )}
      {!e.open && e.endedAt === null && <p role="status">{t('goingOn')}</p>}
      <div className={styles.acts}>
        {e.open && (
          <a className={styles.enter} href={exerciseAddress(e.open)} target="_blank" rel="noreferrer">
            {t(runs ? 'enter' : 'look')}
          </a>
        )}
        {runs && leads && (
          <>
            <Button onClick={() => steer({ do: state.running ? 'pause' : 'resume' })}>
              {t(state.running ? 'pause' : 'resume')}
            </Button>
            <fieldset className={styles.speeds} aria-label={t('speed')}>
              {SPEEDS.map((speed) => (
                <Button
                  key={speed}
                  aria-pressed={speed === state.speed}
                  onClick={() => steer({ do: 'speed', speed })}
                >
                  {speed}×
                </Button>
              ))}
            </fieldset>
          </>
        )}
        {runs && ends && (
          <Button data-act="end" onClick={() => steer({ do: 'end' })}>
            {t('end')}
          </Button>
        )}
        {!runs && e.open && ends && (
          <Button data-act="shut" onClick={() => act.mutate(() => api.post(`${path}/shut`))}>
            {t('shut')}
          </Button>
        )}
        {!e.open && e.endedAt !== null && e.endReason !== 'failed' && (
          <Button
            data-act="review"
            onClick={() => act.mutate(() => api.post(`${path}/review`))}
            disabled={act.isPending}
          >
            {t(act.isPending ? 'opening' : 'review')}
          </Button>
        )}
        {!e.open && e.endedAt !== null && (person?.role === 'administrator' || person?.role === 'leader') && (
          <Button onClick={() => act.mutate(() => api.delete(path))}>{t('delete')}</Button>
        )}
      </div>
      <Problem error={act.error} />
      {runs && leads && next.length > 0 && (
        <ol className={styles.next} aria-label={t('next')}>
          {next.slice(0, 6).map((i) => (
            <li key={i.id}>
              <time>{minuteText(i.at)}</time>
              <b>{t(`kind.${i.kind}`)}</b>
              <span>{i.text[language]}</span>
              <Button disabled={act.isPending} onClick={() => steer({ do: 'inject', inject: i.id })}>
                {t('now')}
              </Button>
            </li>
          ))}
        </ol>
      )}
    </article>
  )
}
