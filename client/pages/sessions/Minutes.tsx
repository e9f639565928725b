import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MinutesText, MinutesView } from '../../../shared/api/minutes.ts'
import { api } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Button, Problem, untilText, useLanguage } from '../../ui/index.ts'
import styles from './sessions.module.css'

const LINES = ['number', 'place', 'secretary'] as const
const TEXTS = ['opening', 'statements', 'conclusions', 'closing'] as const

/** The minutes of a session that ended: drafted from its record, edited, approved once, taken as a file. */
export function Minutes({ session }: { session: string }) {
  const minutes = useQuery({
    queryKey: ['bridge', session, 'minutes'],
    queryFn: () => api.get<MinutesView>(`/api/bridge/${session}/minutes`),
    retry: false,
  })
  return (
    <>
      <Problem error={minutes.error} />
      {minutes.data && <Editor view={minutes.data} />}
    </>
  )
}

function Editor({ view }: { view: MinutesView }) {
  const { t } = useTranslation('sessions')
  const language = useLanguage()
  const now = useServerClock()
  const queries = useQueryClient()
  /** The version that is written on: another's newer one takes its place only while nothing of it was changed here. */
  const [begun, setBegun] = useState(view)
  const [text, setText] = useState(view.text)
  const changed = JSON.stringify(text) !== JSON.stringify(begun.text)
  const take = (next: MinutesView) => {
    setBegun(next)
    setText(next.text)
  }
  const newer = begun !== view && begun.version <= view.version
  if (newer && (!changed || !view.mayEdit)) take(view)
  const at = `/api/bridge/${view.session}/minutes`
  const known = async (next: MinutesView) => {
    take(next)
    const queryKey = ['bridge', view.session, 'minutes']
    // What is still being read is of before.
    await queries.cancelQueries({ queryKey })
    queries.setQueryData(queryKey, next)
  }
  const save = useMutation({
    mutationFn: () => api.post<MinutesView>(at, { text, after: begun.version }),
    onSuccess: known,
  })
  const approve = useMutation({
    mutationFn: () => api.post<MinutesView>(`${at}/approve`, { version: view.version }),
    onSuccess: known,
  })
  const set = (patch: Partial<MinutesText>) => setText({ ...text, ...patch })
  return (
    <section className={styles.minutes} data-minutes={view.approved ? 'approved' : view.version}>
      <h3>
        {t('minutes.title')}:{' '}
        {view.approved
          ? t('minutes.approved', {
              by: view.approved.by,
              time: untilText(view.approved.at, now, language),
            })
          : view.savedAt
            ? t('minutes.saved', {
                version: view.version,
                by: view.savedBy,
                time: untilText(view.savedAt, now, language),
              })
            : t('minutes.drafted')}
      </h3>
      <div className={styles.row}>
        {LINES.map((key) => (
          <label key={key}>
            {t(`minutes.${key}`)}
            <input
              name={key}
              readOnly={!view.mayEdit}
              maxLength={key === 'number' ? 60 : 120}
              value={text[key] ?? ''}
              onChange={(e) => set({ [key]: e.target.value || (key === 'number' ? null : '') })}
            />
          </label>
        ))}
      </div>
      {TEXTS.map((key) => (
        <label key={key}>
          {t(`minutes.${key}`)}
          <textarea
            name={key}
            readOnly={!view.mayEdit}
            rows={key === 'statements' || key === 'conclusions' ? 10 : 3}
            value={text[key]}
            onChange={(e) => set({ [key]: e.target.value })}
          />
        </label>
      ))}
      <Problem error={save.error ?? approve.error} />
      <div className={styles.row}>
        {view.mayEdit && (
          <Button
            primary={changed}
            disabled={save.isPending || (!changed && view.version > 0)}
            onClick={() => save.mutate()}
            data-action="save-minutes"
          >
            {t('minutes.save')}
          </Button>
        )}
        {view.mayApprove && (
          <Button
            primary={!changed}
            disabled={changed || approve.isPending}
            onClick={() => approve.mutate()}
            data-action="approve-minutes"
          >
            {t('minutes.approve')}
          </Button>
        )}
        <a href={`${at}.docx`} data-action="docx">
          {t(view.approved ? 'minutes.docx' : 'minutes.docxDraft')}
        </a>
        <a href={`${at}.pdf`} data-action="pdf">
          {t(view.approved ? 'minutes.pdf' : 'minutes.pdfDraft')}
        </a>
        {view.approved && (
          <small>
            SHA-256 DOCX <code title={view.approved.sha256}>{view.approved.sha256.slice(0, 16)}…</code>
            {view.approved.pdfSha256 && (
              <>
                , PDF <code title={view.approved.pdfSha256}>{view.approved.pdfSha256.slice(0, 16)}…</code>
              </>
            )}
          </small>
        )}
      </div>
      {view.receipts.length > 0 && (
        <ul className={styles.receipts} data-receipts={view.receipts.filter((r) => r.openedAt).length}>
          {view.receipts.map((r) => (
            <li key={r.unit.code} data-receipt={r.unit.code} data-opened={r.openedAt !== null || undefined}>
              {r.unit.name[language]}: {t('minutes.sent', { time: untilText(r.sentAt, now, language) })},{' '}
              {r.openedAt === null
                ? t('minutes.unopened')
                : t('minutes.opened', { by: r.openedBy, time: untilText(r.openedAt, now, language) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
