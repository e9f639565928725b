import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ReviewView } from '../../../shared/api/exercise.ts'
import { api } from '../../api/index.ts'
import { ExportMenu } from '../../export/index.ts'
import { clockText, Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import { ofMoment, ofWhole } from './clockAddress.ts'
import { ExpectedList } from './ExpectedList.tsx'
import styles from './exercise.module.css'
import { minuteText } from './minutes.ts'
import { lineText, reviewSheet } from './reviewSheet.ts'

const AGAIN_MS = 4_000

/** After an exercise, and while it goes on: the scenario on one side, people on the other, each moment to be seen again. */
export function Review() {
  const { t, i18n } = useTranslation('exercise')
  const language = useLanguage()
  const table = useRef<HTMLDivElement>(null)
  const { data, error } = useQuery({
    queryKey: ['exercise', 'review'],
    queryFn: () => api.get<ReviewView>('/api/exercise/review'),
    refetchInterval: AGAIN_MS,
  })
  if (!data) return <Problem error={error} />
  const word = (action: string) => {
    const key = `act.${action.replace('.', '_')}`
    return i18n.exists(`exercise:${key}`) ? t(key) : action
  }
  const { state } = data
  return (
    <div className={styles.page} ref={table}>
      <header className={styles.head}>
        <h1>{t('review.title')}</h1>
        <p>{data.description[language]}</p>
        <p>
          <b>
            {minuteText(state.minute)} / {minuteText(state.minutes)}
          </b>{' '}
          · {t('review.begun', { time: dayAndClock(data.startedAt) })}
          {data.endedAt !== null && ` · ${t('review.over', { time: clockText(data.endedAt, language) })}`}{' '}
          {data.endedAt !== null && (
            <Link to={`/desk?clock=${ofWhole(data.startedAt, data.endedAt)}`} reloadDocument>
              {t('review.replay')}
            </Link>
          )}
        </p>
        <ExportMenu
          of={t('review.title')}
          about={() => ({
            title: `${t('review.title')}: ${data.title[language]}`,
            name: 'sau-dien-tap',
            source: t('review.source'),
            measure: null,
            asOf: dayAndClock(data.endedAt ?? data.startedAt),
            simulated: true,
          })}
          sheet={() => reviewSheet(data, language, word, t)}
          picture={() => table.current}
        />
      </header>
      <ExpectedList expected={data.expected} />
      <table className={styles.line} data-review>
        <thead>
          <tr>
            <th>{t('review.minute')}</th>
            <th>{t('review.time')}</th>
            <th>{t('review.scenario')}</th>
            <th>{t('review.people')}</th>
            <th>
              <span className="visually-hidden">{t('review.see')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.line.map((l) => (
            <tr key={`${l.at} ${l.kind} ${l.inject ?? l.subject}`} data-side={l.side}>
              <td>{minuteText(l.minute)}</td>
              <td>{clockText(l.at, language)}</td>
              <td>{l.side === 'scenario' && lineText(l, language, word, t)}</td>
              <td>{l.side === 'people' && lineText(l, language, word, t)}</td>
              <td>
                <Link to={`/desk?clock=${ofMoment(l.at)}`} reloadDocument>
                  {t('review.see')}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
