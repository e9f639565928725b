import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Static } from 'typebox'
import type { Fault, NewExercise, ScenarioSummary } from '../../../shared/api/exercise.ts'
import { api, RequestProblem } from '../../api/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import styles from './exercise.module.css'

const faultsOf = (error: Error | null): Fault[] => {
  const faults = error instanceof RequestProblem ? error.detail.faults : null
  return Array.isArray(faults) ? faults : []
}

/** Scenarios that come with the product, and one's own from a file: a wrong one says where. */
export function Scenarios({ scenarios, busy }: { scenarios: ScenarioSummary[]; busy: boolean }) {
  const { t } = useTranslation('exercise')
  const language = useLanguage()
  const queries = useQueryClient()
  const field = useId()
  const start = useMutation({
    mutationFn: (body: Static<typeof NewExercise>) => api.post('/api/exercises', body),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exercises'] }),
  })
  const faults = faultsOf(start.error)
  return (
    <section className={styles.scenarios}>
      <h2>{t('scenarios')}</h2>
      <ul>
        {scenarios.map((s) => (
          <li key={s.name}>
            <h3>{s.title[language]}</h3>
            <p>{s.description[language]}</p>
            <small>{t('counts', { minutes: s.minutes, injects: s.injects, expected: s.expected })}</small>
            <a href={`/api/exercises/scenarios/${s.name}`} download data-template={s.name}>
              {t('template')}
            </a>
            <Button
              primary
              data-start={s.name}
              disabled={busy || start.isPending}
              onClick={() => start.mutate({ scenario: s.name })}
            >
              {t(start.isPending ? 'starting' : 'start')}
            </Button>
          </li>
        ))}
        <li>
          <h3>{t('own')}</h3>
          <p>{t('ownAbout')}</p>
          <input
            id={field}
            className="visually-hidden"
            type="file"
            accept=".yaml,.yml,.json,application/yaml,application/json"
            disabled={busy || start.isPending}
            onChange={(e) => {
              const file = e.target.files?.[0]
              e.target.value = ''
              if (file) void file.text().then((text) => start.mutate({ text }))
            }}
          />
          <label htmlFor={field} className={styles.choose}>
            {t('file')}
          </label>
        </li>
      </ul>
      {busy && <p className={styles.none}>{t('oneAtATime')}</p>}
      <Problem error={start.error} />
      {faults.length > 0 && (
        <ul className={styles.faults} data-faults={faults.length}>
          {faults.map((f) => (
            <li key={`${f.path} ${f.message.vi}`}>
              <b>{t('place', { line: f.line, column: f.column })}</b>{' '}
              {f.path !== '/' && <code>{f.path}</code>} {f.message[language]}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
