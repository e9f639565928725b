import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { Button } from '../../ui/index.ts'
import type { AimDraft } from './AimFields.tsx'
import { INDICATORS, UNITS_TODAY } from './questions.ts'

const load = () => import('./NewDirective.tsx')
const NewDirective = lazy(() => load().then((m) => ({ default: m.NewDirective })))

type Props = {
  unit: string
  /** Its name, where the page does not say it beside. */
  name?: string
  session: string
  /** What is looked at now: the task is held against it unless another is chosen. */
  aim: Partial<AimDraft>
}

/** The next task for the unit that is looked at: one key opens it, Ctrl Enter gives it. Nothing where tasks are not ours to give. */
export function GiveHere({ unit, name, session, aim }: Props) {
  const { t } = useTranslation('directives')
  const gives = useMe().can('manage', 'Directive')
  const queries = useQueryClient()
  const [giving, setGiving] = useState(false)
  const begin = { enabled: gives, group: t('session'), title: t('give'), run: () => setGiving(true) }
  useCommands([
    { ...begin, id: 'session.compose', keys: ['f4'], typing: true, foot: t('foot.compose') },
    { ...begin, id: 'session.give', keys: ['d'], keyOnly: true },
  ])
  // What the key opens, and what it asks for, is here before it is pressed.
  useEffect(() => {
    if (!gives) return
    void load()
    void queries.prefetchQuery(UNITS_TODAY)
    void queries.prefetchQuery(INDICATORS)
  }, [gives, queries])
  if (!gives) return null
  return (
    <>
      <Button data-action="give" onClick={() => setGiving(true)}>
        {name ? t('giveTo', { name }) : t('give')} <kbd>D</kbd>
      </Button>
      {giving && (
        <Suspense>
          <NewDirective
            first={{ addressees: [unit], session, aim, shown: { kind: 'unit', unit } }}
            onClose={() => setGiving(false)}
            onMade={() => setGiving(false)}
          />
        </Suspense>
      )}
    </>
  )
}
