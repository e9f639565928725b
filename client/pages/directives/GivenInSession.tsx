import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectiveDetail, DirectiveView, PointActInput } from '../../../shared/api/directives.ts'
import { api, learnSession, useSession } from '../../api/index.ts'
import { useCounts, useSignal } from '../../live/index.ts'
import { Button, Problem, useLanguage } from '../../ui/index.ts'
import { dayAndClock } from '../desk/times.ts'
import card from './card.module.css'
import styles from './given.module.css'
import { KeptScreen } from './KeptScreen.tsx'
import { pointAct, usePointGiven } from './pointGiven.ts'
import { StateWord } from './StateWord.tsx'
import { useDirective } from './useDirective.ts'
import { WatchLine } from './WatchLine.tsx'

type Act = (input: PointActInput) => Promise<unknown>

/** What this session gave the unit to do, on its own page: read back, accepted or answered there and then. */
export function GivenInSession(props: { session: string; account: boolean; inside: boolean }) {
  return props.account ? <OfAccount session={props.session} /> : <OfPoint inside={props.inside} />
}

/** Somebody of the agency, signed in. */
function OfAccount({ session }: { session: string }) {
  const { state } = useSession()
  const queries = useQueryClient()
  useEffect(() => {
    if (state === 'unknown') void learnSession()
  }, [state])
  useCounts()
  useSignal('directives', () => void queries.invalidateQueries({ queryKey: ['directives'] }))
  const given = useQuery({
    queryKey: ['directives', 'list', 'session', session],
    queryFn: () =>
      api.get<DirectiveView[]>(`/api/directives?which=open&session=${encodeURIComponent(session)}`),
    enabled: state === 'in',
  })
  const rows = given.data ?? []
  return (
    <Frame count={rows.length}>
      {rows.map((d) => (
        <OneOfAccount key={d.id} id={d.id} />
      ))}
    </Frame>
  )
}

function OneOfAccount({ id }: { id: number }) {
  const queries = useQueryClient()
  const { data: d } = useDirective(id)
  if (!d) return null
  const act: Act = async (input) => {
    const next = await api.post<DirectiveDetail>(`/api/directives/${id}/acts`, input)
    queries.setQueryData(['directives', 'one', id], next)
    await queries.invalidateQueries({ queryKey: ['directives', 'list'] })
  }
  return <Given directive={d} act={act} />
}

/** Whoever came by the invitation's link: the server answers once its point is in. */
function OfPoint({ inside }: { inside: boolean }) {
  const queries = useQueryClient()
  const given = usePointGiven(inside)
  const rows = (given.data ?? []).filter((d) => d.state !== 'closed')
  const unread = rows.find((d) => d.readAt === null && d.acts.includes('read'))?.id
  useEffect(() => {
    if (unread !== undefined) void pointAct(unread, { act: 'read', note: null }).catch(() => {})
  }, [unread])
  return (
    <Frame count={rows.length}>
      {rows.map((d) => (
        <Given
          key={d.id}
          directive={d}
          act={async (input) => {
            queries.setQueryData(['directives', 'point'], await pointAct(d.id, input))
          }}
        />
      ))}
    </Frame>
  )
}

function Frame({ count, children }: { count: number; children: React.ReactNode }) {
  const { t } = useTranslation('directives')
  if (!count) return null
  return (
    <aside className={styles.given} data-given={count} aria-label={t('givenHere')}>
      <h2>{t('givenHere')}</h2>
      {children}
    </aside>
  )
}

/** One word of the session, large enough to be read aloud, and the three things that can be done about it at once. */
function Given({ directive: d, act }: { directive: DirectiveDetail; act: Act }) {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const [answer, setAnswer] = useState<string | null>(null)
  const doing = useMutation({ mutationFn: act, onSuccess: () => setAnswer(null) })
  const may = (a: PointActInput['act']) => d.acts.includes(a)
  return (
    <article data-card={d.id} data-state={d.state} data-readback={d.readBackAt !== null}>
      <p className={card.text}>{d.text}</p>
      <p>
        <StateWord directive={d} /> · {t('due')}: <b>{dayAndClock(d.due)}</b>
        {d.version > 1 && ` · ${t('versionOf')} ${d.version}`}
      </p>
      {d.watch && <WatchLine watch={d.watch} language={language} />}
      {d.snapshot && d.snapshot.cells.length > 0 && <KeptScreen snapshot={d.snapshot} language={language} />}
      {d.readBackAt !== null && (
        <p data-read-back="">{t('readBackAt', { time: dayAndClock(d.readBackAt) })}</p>
      )}
      <Problem error={doing.error} />
      {answer !== null ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            if (answer.trim()) doing.mutate({ act: 'answer', note: answer.trim() })
          }}
        >
          <label>
            {t('note.answer')}
            <textarea
              name="answer"
              rows={3}
              maxLength={4_000}
              value={answer}
              onChange={(e) => setAnswer(e.target.value)}
            />
          </label>
          <footer>
            <Button onClick={() => setAnswer(null)}>{t('back')}</Button>
            <Button type="submit" primary disabled={!answer.trim() || doing.isPending}>
              {t('act.answer')}
            </Button>
          </footer>
        </form>
      ) : (
        <footer>
          {may('readback') && (
            <Button
              primary
              data-act="readback"
              disabled={doing.isPending}
              onClick={() => doing.mutate({ act: 'readback', note: null, revision: d.revision })}
            >
              {t('act.readback')}
            </Button>
          )}
          {may('accept') && (
            <Button
              primary={!may('readback')}
              data-act="accept"
              disabled={doing.isPending}
              onClick={() => doing.mutate({ act: 'accept', note: null })}
            >
              {t('act.accept')}
            </Button>
          )}
          {may('answer') && (
            <Button data-act="answer" disabled={doing.isPending} onClick={() => setAnswer('')}>
              {t('act.answer')}
            </Button>
          )}
        </footer>
      )}
    </article>
  )
}
