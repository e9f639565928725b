import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import { api, useMe } from '../../api/index.ts'
import { useCounts, useLiveEvent } from '../../live/index.ts'
import { Button } from '../../ui/index.ts'
import type { AimDraft } from './AimFields.tsx'
import styles from './directives.module.css'
import { inOrder } from './order.ts'
import { StateWord } from './StateWord.tsx'

const NewDirective = lazy(() => import('./NewDirective.tsx').then((m) => ({ default: m.NewDirective })))
const SHOWN = 3

type Props = {
  unit: string
  session: string
  /** What is looked at now: the task is held against it unless another is chosen. */
  aim: Partial<AimDraft>
}

/** What a province owes, beside its picture, and the key that gives it the next task. */
export function UnitDirectives({ unit, session, aim }: Props) {
  const { t } = useTranslation('directives')
  const me = useMe()
  const queries = useQueryClient()
  const [giving, setGiving] = useState(false)
  const gives = me.can('manage', 'Directive')
  useCounts()
  useLiveEvent('directives', () => void queries.invalidateQueries({ queryKey: ['directives'] }))
  const open = useQuery({
    queryKey: ['directives', 'list', 'unit', unit],
    queryFn: () =>
      api.get<DirectiveView[]>(`/api/directives?which=open&addressee=${encodeURIComponent(unit)}`),
  })
  useHotkeys('d', () => setGiving(true), { enabled: gives, preventDefault: true })
  const rows = inOrder(open.data ?? [])
  return (
    <section className={styles.owes} data-owes={rows.length}>
      <header>
        <h3>
          {t('owes', { count: rows.length })}
          {rows.some((d) => d.published === 'openOverdue') && (
            <em>{t('owesOverdue', { count: rows.filter((d) => d.published === 'openOverdue').length })}</em>
          )}
        </h3>
        {gives && (
          <Button data-action="give" onClick={() => setGiving(true)}>
            {t('give')} <kbd>D</kbd>
          </Button>
        )}
      </header>
      <ol>
        {rows.slice(0, SHOWN).map((d) => (
          <li key={d.id} data-directive={d.id}>
            <StateWord directive={d} /> {d.text}
          </li>
        ))}
      </ol>
      {giving && (
        <Suspense>
          <NewDirective
            first={{ addressees: [unit], session, aim }}
            onClose={() => setGiving(false)}
            onMade={() => setGiving(false)}
          />
        </Suspense>
      )}
    </section>
  )
}
