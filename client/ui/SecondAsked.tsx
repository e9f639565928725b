import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ActAnswer, RequestView } from '../../shared/api/scenes.ts'
import { api } from '../api/index.ts'
import { AskedFacts, useAskedLines } from '../pages/scenes/AskedFacts.tsx'
import { clockText } from './format/index.ts'
import { Problem } from './Problem.tsx'
import { useLanguage } from './preferences.ts'
import styles from './shell.module.css'

/** What takes more words than these is read, and said yes to, on its own page: a bar is a line. */
const MOST_FACTS = 4

const silentOf = (answer: ActAnswer | undefined) =>
  answer?.screens.filter((s) => !s.answered && !s.otherwise) ?? []

type Props = { request: RequestView; steady: boolean; onTold(request: RequestView): void }

/** One thing that waits for a second person: what it is, the yes, and what came of it. */
export function SecondAsked({ request, steady, onTold }: Props) {
  const { t } = useTranslation('scenes')
  const language = useLanguage()
  const client = useQueryClient()
  const confirm = useMutation({
    mutationFn: () => api.post<ActAnswer>(`/api/scene-requests/${request.id}`, { confirm: true }),
    onError: () => onTold(request),
    onSuccess: (answer) => silentOf(answer).length > 0 && onTold(request),
    onSettled: () => client.invalidateQueries({ queryKey: ['scene-requests'] }),
  })
  const { act, name } = request
  const silent = silentOf(confirm.data)
  const short = useAskedLines(request).length <= MOST_FACTS
  return (
    <div className={styles.second} role="status" data-second={request.id}>
      <b>{t('second.asks', { by: request.by })}</b>
      <span>{[t(`act.${act.act}`), name?.[language]].filter(Boolean).join(': ')}</span>
      {short && <AskedFacts request={request} />}
      <small>{t('second.until', { time: clockText(request.expiresAt, language) })}</small>
      <Problem error={confirm.error} />
      {silent.length > 0 && (
        <b data-second-silent="">{t('showing.silent', { screens: silent.map((x) => x.name).join(', ') })}</b>
      )}
      {short && !confirm.isSuccess && (
        <button
          type="button"
          data-second-confirm=""
          disabled={confirm.isPending || !steady}
          onClick={() => confirm.mutate()}
        >
          {t('showing.confirm')}
        </button>
      )}
      <Link to="/scenes?tab=showing">{t('second.look')}</Link>
    </div>
  )
}
