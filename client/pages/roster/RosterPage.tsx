import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { RosterView } from '../../../shared/api/shifts.ts'
import { dayNumber, dayText, weekday } from '../../../shared/calendar.ts'
import { dayOfText } from '../../../shared/shift.ts'
import { api, useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { shortDay, useShift } from '../../duty/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { RosterDay } from './RosterDay.tsx'
import { RosterImport } from './RosterImport.tsx'
import { RosterNotes } from './RosterNotes.tsx'
import styles from './roster.module.css'
import { SetUpDialog } from './SetUpDialog.tsx'
import { type Slot, withSlot } from './slot.ts'

const DAYS = 7
const PLAN = ['roster-plan']
/** The Monday of the week that holds the day. */
const monday = (day: number) => day - ((weekday(day) + 6) % 7)

/** Who is planned for each shift of a week, and what that leaves open. */
export default function RosterPage() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const clock = useServerClock()
  const now = useShift()
  const queries = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [importing, setImporting] = useState(false)
  const [settingUp, setSettingUp] = useState(false)
  const mayWrite = useMe().can('manage', 'Duty')
  const asked = params.get('from') ?? ''
  const first = Number.isInteger(dayOfText(asked)) ? dayOfText(asked) : monday(dayNumber(clock))
  const from = dayText(first)
  const roster = useQuery({
    queryKey: ['shifts', 'roster', from],
    queryFn: () => api.get<RosterView>(`/api/shifts/roster?from=${from}&days=${DAYS}`),
  })
  const plan = useMutation({
    // A slot is written whole: what is pressed next goes by what this one makes of it, and is sent after it.
    ...{ mutationKey: PLAN, scope: { id: 'roster' } },
    mutationFn: (slot: Slot) => api.put('/api/shifts/roster', { slots: [slot] }),
    onMutate: async (slot) => {
      const queryKey = ['shifts', 'roster', from]
      await queries.cancelQueries({ queryKey })
      queries.setQueryData<RosterView>(queryKey, (seen) => seen && withSlot(seen, slot))
    },
    onSettled: () => {
      if (queries.isMutating({ mutationKey: PLAN }) === 1)
        void queries.invalidateQueries({ queryKey: ['shifts'] })
    },
  })
  const show = (day: number) => setParams({ from: dayText(day) }, { replace: true })
  const group = t('roster.title')
  useCommands([
    { id: 'roster.before', title: t('roster.before'), group, keys: ['['], run: () => show(first - DAYS) },
    { id: 'roster.after', title: t('roster.after'), group, keys: [']'], run: () => show(first + DAYS) },
    {
      ...{ id: 'roster.import', title: t('roster.import'), group, keys: ['i'] },
      ...{ enabled: now?.mayPlan ?? false, run: () => setImporting(true) },
    },
  ])
  const positions = now?.positions.map((p) => p.position) ?? []
  const { data } = roster
  return (
    <div className={styles.page} data-page="roster">
      <header className={styles.bar}>
        <h1>{t('roster.title')}</h1>
        <Button onClick={() => show(first - DAYS)} aria-label={t('roster.before')}>
          ‹
        </Button>
        <b data-week={from}>
          {shortDay(from)} – {shortDay(dayText(first + DAYS - 1))}
        </b>
        <Button onClick={() => show(first + DAYS)} aria-label={t('roster.after')}>
          ›
        </Button>
        <span className={styles.space} />
        <a href={`/api/shifts/roster.csv?from=${from}&days=${DAYS}`} download>
          {t('roster.export')}
        </a>
        {mayWrite && (
          <Button onClick={() => setSettingUp(true)} data-act="set-up">
            {t('setUp.title')}
          </Button>
        )}
        {now?.mayPlan && (
          <Button onClick={() => setImporting(true)} data-act="import">
            {t('roster.import')}
          </Button>
        )}
      </header>
      <Problem error={roster.error ?? plan.error} />
      {data && <RosterNotes roster={data} positions={positions} language={language} />}
      {data && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t('roster.day')}</th>
                <th>{t('roster.shift')}</th>
                {positions.map((p) => (
                  <th key={p.id}>{p.name[language]}</th>
                ))}
              </tr>
            </thead>
            {data.days.map((d) => (
              <RosterDay
                key={d.day}
                {...d}
                today={d.day === dayText(dayNumber(clock))}
                positions={positions}
                roster={data}
                language={language}
                mayPlan={now?.mayPlan ?? false}
                onPlan={(slot) => plan.mutate(slot)}
              />
            ))}
          </table>
        </div>
      )}
      {settingUp && <SetUpDialog positions={positions} onClose={() => setSettingUp(false)} />}
      {importing && <RosterImport onClose={() => setImporting(false)} />}
    </div>
  )
}
