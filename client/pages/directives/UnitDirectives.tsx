import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectiveView } from '../../../shared/api/directives.ts'
import { api, useMe } from '../../api/index.ts'
import { useCommands } from '../../commands/index.ts'
import { useCounts, useSignal } from '../../live/index.ts'
import { Button, Dialog, minuteText, useLanguage } from '../../ui/index.ts'
import type { AimDraft } from './AimFields.tsx'
import { ChangeDirective } from './ChangeDirective.tsx'
import { GiveHere } from './GiveHere.tsx'
import { inOrder } from './order.ts'
import styles from './owes.module.css'
import { StateWord } from './StateWord.tsx'
import { useDirective } from './useDirective.ts'

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
  const language = useLanguage()
  const me = useMe()
  const queries = useQueryClient()
  const [mending, setMending] = useState<number | null>(null)
  const gives = me.can('manage', 'Directive')
  useCounts()
  useSignal('directives', () => void queries.invalidateQueries({ queryKey: ['directives'] }))
  const open = useQuery({
    queryKey: ['directives', 'list', 'unit', unit],
    queryFn: () =>
      api.get<DirectiveView[]>(`/api/directives?which=open&addressee=${encodeURIComponent(unit)}`),
  })
  const rows = inOrder(open.data ?? [])
  /** Given here, newest first; what was given last and is not read back yet can still be mended. */
  const here = rows.filter((d) => d.session === session).sort((a, b) => b.id - a.id)
  const last = here.find((d) => d.readBackAt === null && d.state === 'issued')
  useCommands([
    {
      ...{ id: 'session.mend', title: t('form.edit'), group: t('session'), keys: ['e'] },
      ...{ enabled: gives && last !== undefined, run: () => setMending(last?.id ?? null) },
    },
  ])
  // What was said here stands first: it is what both ends speak of.
  const shown = [...here, ...rows.filter((d) => d.session !== session)]
  return (
    <section className={styles.owes} data-owes={rows.length}>
      <header>
        <h3>
          {t('owes', { count: rows.length })}
          {rows.some((d) => d.published === 'openOverdue') && (
            <em>{t('owesOverdue', { count: rows.filter((d) => d.published === 'openOverdue').length })}</em>
          )}
        </h3>
        <GiveHere unit={unit} session={session} aim={aim} />
      </header>
      <ol>
        {shown.slice(0, SHOWN).map((d) => (
          <li key={d.id} data-directive={d.id} data-readback={d.readBackAt !== null || undefined}>
            <StateWord directive={d} />
            {d.session === session && (d.readBackAt !== null || d.state === 'issued') && (
              <em data-state={d.readBackAt === null ? undefined : 'met'}>
                {d.readBackAt === null
                  ? t('notReadBack')
                  : t('readBackAt', { time: minuteText(d.readBackAt, language) })}
              </em>
            )}
            {d.escalated?.to === 'leader' && (
              <em data-escalated="leader">{t('escalated.leader', { count: d.escalated.days })}</em>
            )}{' '}
            {d.text}
            {d.id === last?.id && gives && (
              <Button data-action="mend" onClick={() => setMending(d.id)}>
                {t('form.mendHere')} <kbd>E</kbd>
              </Button>
            )}
          </li>
        ))}
      </ol>
      {mending !== null && (
        <Dialog open wide onClose={() => setMending(null)} title={t('form.edit')}>
          <Mending id={mending} onClose={() => setMending(null)} />
        </Dialog>
      )}
    </section>
  )
}

/** The last word that was given, put otherwise while the other end has not read it back. */
function Mending({ id, onClose }: { id: number; onClose(): void }) {
  const { data } = useDirective(id)
  return data ? <ChangeDirective directive={data} onClose={onClose} /> : null
}
