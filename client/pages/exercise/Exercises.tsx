import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ExercisesView } from '../../../shared/api/exercise.ts'
import { api, useMe } from '../../api/index.ts'
import { Problem, useLanguage } from '../../ui/index.ts'
import { ExerciseCard } from './ExerciseCard.tsx'
import styles from './exercise.module.css'
import { Scenarios } from './Scenarios.tsx'

const AGAIN_MS = 2_000

/** Exercises from the real world's side. */
export function Exercises() {
  const { t } = useTranslation('exercise')
  const { person } = useMe()
  const byRole = person !== null && ['administrator', 'leader', 'duty'].includes(person.role)
  const { data, error } = useQuery({
    queryKey: ['exercises', 'list'],
    queryFn: () => api.get<ExercisesView>('/api/exercises'),
    refetchInterval: AGAIN_MS,
  })
  const leads = byRole && data?.rules.mine === true
  const ends = leads || person?.role === 'administrator'
  // One that was cut off is open too, though it cannot be entered just now.
  const open = data?.exercises.find((e) => e.open ?? e.endedAt === null)
  const past = data?.exercises.filter((e) => e !== open) ?? []
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <p>{t('about')}</p>
        {data && <Rules rules={data.rules} />}
      </header>
      <Problem error={error} />
      {open && <ExerciseCard key={open.id} exercise={open} leads={leads} ends={ends} />}
      {data && leads && <Scenarios scenarios={data.scenarios} busy={open !== undefined} />}
      <section className={styles.past}>
        <h2>{t('past')}</h2>
        {data && past.length === 0 && <p className={styles.none}>{t('nonePast')}</p>}
        {past.map((e) => (
          <ExerciseCard key={e.id} exercise={e} leads={leads} ends={ends} />
        ))}
      </section>
    </div>
  )
}

/** Who leads exercises, and whom they reach outside. */
function Rules({ rules }: { rules: ExercisesView['rules'] }) {
  const { t } = useTranslation('exercise')
  const language = useLanguage()
  return (
    <ul className={styles.rules} data-reach={rules.reach.length}>
      <li>
        {rules.reach.length ? t('rules.reach', { addresses: rules.reach.join(', ') }) : t('rules.reachNone')}
      </li>
      {rules.positions.length > 0 && (
        <li>{t('rules.positions', { positions: rules.positions.map((p) => p[language]).join(', ') })}</li>
      )}
    </ul>
  )
}
