import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { EntryConnectionView, EntryView, FormView } from '../../../shared/api/entry.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api, RequestProblem } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import { EMPTY_DRAFT, keyOf, type Line, pasted, rowsOf, STATUSES } from './draft.ts'
import { EntryLine } from './EntryLine.tsx'
import styles from './entry.module.css'
import { useDraft } from './useDraft.ts'

type Props = { connection: EntryConnectionView; form: FormView; language: Language; account: number }
type Refused = { row: number; message: Record<Language, string> }

/** What the intake said of single rows, by what they are about. */
function refusals(error: Error | null, sent: readonly { indicator: string; unit: string }[]) {
  const rows = error instanceof RequestProblem && Array.isArray(error.detail.rows) ? error.detail.rows : []
  return new Map(
    (rows as Refused[]).flatMap(({ row, message }) => {
      const of = sent[row - 1]
      return of ? [[keyOf(of), message] as const] : []
    }),
  )
}

/** The promised numbers of one time, typed down a column; how each was read is shown before it is sent. */
export function EntryForm({ connection, form, language, account }: Props) {
  const { t } = useTranslation('entry')
  const queries = useQueryClient()
  const [draft, setDraft] = useDraft(`td.entry.${account}.${connection.id}.${form.kind}.${form.time}`)
  const table = useRef<HTMLTableElement>(null)
  const { rows, unclear } = rowsOf(form, draft)
  const send = useMutation({
    mutationFn: () => api.post<EntryView>('/api/entries', { connection: connection.id, rows }),
    onSuccess: () => {
      setDraft({ ...EMPTY_DRAFT, status: draft.status })
      void queries.invalidateQueries({ queryKey: ['entry'] })
    },
  })
  const refused = refusals(send.error, send.error ? rows : [])
  const missing = form.rows.filter((r) => r.current === null).length
  const ready = connection.enabled && rows.length > 0 && unclear === 0 && !send.isPending
  const set = (key: string, line: Line) => {
    send.reset()
    setDraft({ ...draft, lines: { ...draft.lines, [key]: line } })
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      if (ready) send.mutate()
      return
    }
    const step = e.key === 'Enter' || e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    const inputs = [...(table.current?.querySelectorAll<HTMLInputElement>('input[data-value]') ?? [])]
    const at = inputs.indexOf(e.target as HTMLInputElement)
    if (!step || at < 0) return
    e.preventDefault()
    inputs[at + step]?.focus()
    inputs[at + step]?.select()
  }
  return (
    <form
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={(e) => e.preventDefault()}
      data-form="entry"
    >
      <div className={styles.scroll}>
        <table ref={table} className={styles.table}>
          <thead>
            <tr>
              <th>{t('column.indicator')}</th>
              <th>{t('column.unit')}</th>
              <th data-number="">{t('column.known')}</th>
              <th data-number="">{t('column.range')}</th>
              <th>{t('column.value')}</th>
              <th>{t('column.read')}</th>
              <th>{t('column.note')}</th>
            </tr>
          </thead>
          <tbody>
            {form.rows.map((row, i) => (
              <EntryLine
                key={keyOf(row)}
                row={row}
                line={draft.lines[keyOf(row)]}
                refused={refused.get(keyOf(row))?.[language] ?? null}
                language={language}
                onChange={(line) => set(keyOf(row), line)}
                onPaste={(text) => setDraft(pasted(form, draft, i, text))}
              />
            ))}
          </tbody>
        </table>
        {form.rows.length === 0 && <p className={styles.none}>{t('noSeries')}</p>}
      </div>
      <Problem error={send.error} />
      {send.isSuccess && (
        <p className={styles.sent} role="status" data-sent={send.data.state}>
          {t(send.data.state === 'pending' ? 'sentPending' : 'sentSubmitted', {
            count: send.data.submitted?.accepted ?? send.data.rows.length,
          })}
        </p>
      )}
      <footer className={styles.foot}>
        <label>
          {t('status')}
          <select
            name="status"
            value={draft.status}
            onChange={(e) =>
              setDraft({ ...draft, status: STATUSES.find((s) => s === e.target.value) ?? 'provisional' })
            }
          >
            {STATUSES.map((s) => (
              <option key={s} value={s}>
                {t(`common:status.${s}`)}
              </option>
            ))}
          </select>
        </label>
        <span data-metric="missing">{t('missing', { count: missing, of: form.rows.length })}</span>
        <span data-metric="ready">
          {t('ready', { count: rows.length })}
          {unclear > 0 && <b> · {t('unclear', { count: unclear })}</b>}
        </span>
        {!connection.enabled && <b>{t('disabled')}</b>}
        <Button primary disabled={!ready} onClick={() => send.mutate()} data-action="send">
          {t(connection.twoPersons ? 'sendForConfirmation' : 'send')} <small>Ctrl Enter</small>
        </Button>
      </footer>
    </form>
  )
}
