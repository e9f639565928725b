import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CalendarDayView } from '../../../shared/api/calendar.ts'
import { dayNumber, weekday } from '../../../shared/calendar.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock, dayText } from '../desk/times.ts'
import styles from './admin.module.css'
import { DecideDay } from './DecideDay.tsx'

const noon = (day: string) => Date.parse(`${day}T12:00:00+07:00`)

/** The working days that deadlines are counted in, and what was decided of single days. */
export function WorkCalendar() {
  const { t } = useTranslation(['admin', 'desk'])
  const language = useLanguage()
  const queries = useQueryClient()
  const [year, setYear] = useState(() => new Date(serverNow() + ZONE_OFFSET_MS).getUTCFullYear())
  const [task, setTask] = useState<{ day: CalendarDayView | null } | null>(null)
  const list = useQuery({
    queryKey: ['calendar', year],
    queryFn: () => api.get<CalendarDayView[]>(`/api/calendar?year=${year}`),
  })
  const close = () => {
    setTask(null)
    void queries.invalidateQueries({ queryKey: ['calendar'] })
  }
  return (
    <>
      <header className={styles.bar}>
        <span className={styles.year}>
          <Button
            onClick={() => setYear(year - 1)}
            disabled={year <= 2000}
            aria-label={t('calendar.previous')}
          >
            ‹
          </Button>
          <strong data-metric="calendar-year">{year}</strong>
          <Button onClick={() => setYear(year + 1)} disabled={year >= 2100} aria-label={t('calendar.next')}>
            ›
          </Button>
        </span>
        <p>{t('calendar.text')}</p>
        <Button primary onClick={() => setTask({ day: null })} data-action="decide-day">
          {t('calendar.decide')}
        </Button>
      </header>
      <Problem error={list.error} />
      {list.isPending && <p className={styles.none}>{t('loading')}</p>}
      <table className={styles.table}>
        <thead>
          <tr>
            {['day', 'weekday', 'what', 'name', 'basis', 'by'].map((c) => (
              <th key={c}>{t(`calendar.${c}`)}</th>
            ))}
            <th>{t('actions')}</th>
          </tr>
        </thead>
        <tbody>
          {(list.data ?? []).map((d) => (
            <tr key={d.day} data-day={d.day} data-kind={d.kind}>
              <td className={styles.name}>{dayText(noon(d.day))}</td>
              <td>{t(`desk:day.${weekday(dayNumber(noon(d.day)))}`)}</td>
              <td>{t(`calendar.kind.${d.kind}`)}</td>
              <td>{d.name[language]}</td>
              <td>{d.decided?.basis ?? t('calendar.law')}</td>
              <td>
                {d.decided?.by.replace(/^account:/, '') ?? '–'}
                {d.decided && <small>{dayAndClock(d.decided.at)}</small>}
              </td>
              <td className={styles.acts}>
                <Button onClick={() => setTask({ day: d })}>{t('calendar.decide')}</Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {task && <DecideDay known={task.day} year={year} onClose={close} />}
    </>
  )
}
