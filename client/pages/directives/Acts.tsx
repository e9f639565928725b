import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActInput, DirectiveDetail, EvidenceFile } from '../../../shared/api/directives.ts'
import { type DirectiveAct, NEEDS_NOTE } from '../../../shared/directive.ts'
import { api } from '../../api/index.ts'
import { Button, DayField, Problem } from '../../ui/index.ts'
import styles from './card.module.css'
import { dayIn, dueAt, hourIn } from './due.ts'
import { EvidenceField } from './EvidenceField.tsx'

/** Acts of the agency that evidence may come with. */
const WITH_FILES: readonly DirectiveAct[] = ['report', 'complete', 'answer']
const focus = (area: HTMLElement | null) => area?.focus()
/** Seeing it is no press of a button. */
type Shown = Exclude<DirectiveAct, 'read'>
/** What is most often next stands out. */
const MAIN: readonly Shown[] = ['issue', 'readback', 'accept', 'complete', 'close', 'grant']

/** What whoever reads may do now; an act that needs a word asks for it before it is done. */
type Props = { directive: DirectiveDetail; onChange: (() => void) | null }
export function Acts({ directive: d, onChange }: Props) {
  const { t } = useTranslation('directives')
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Shown | null>(null)
  const [note, setNote] = useState('')
  const [files, setFiles] = useState<readonly EvidenceFile[]>([])
  const [sending, setSending] = useState(false)
  const [day, setDay] = useState(dayIn(d.due))
  const due = dueAt(day, hourIn(d.due))
  const act = useMutation({
    mutationFn: (input: ActInput) => api.post<DirectiveDetail>(`/api/directives/${d.id}/acts`, input),
    onSuccess: (next) => {
      setAsking(null)
      setNote('')
      setFiles([])
      queries.setQueryData(['directives', 'one', d.id], next)
      void queries.invalidateQueries({ queryKey: ['directives'] })
    },
  })
  const acts = d.acts.filter((a): a is Shown => a !== 'read')
  const main = MAIN.find((a) => acts.includes(a))
  if (!acts.length && !onChange) return null
  const done = asking !== 'ask' || (due !== null && due > d.due)
  return (
    <section className={styles.acts}>
      <Problem error={act.error} />
      {asking ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            act.mutate({
              act: asking,
              note: note.trim(),
              ...(asking === 'ask' && due ? { due } : {}),
              ...(files.length && WITH_FILES.includes(asking) ? { files: files.map((f) => f.id) } : {}),
            })
          }}
        >
          <label>
            {t(`note.${asking}`)}
            <textarea
              ref={focus}
              name="note"
              rows={3}
              maxLength={4_000}
              value={note}
              onChange={(e) => setNote(e.target.value)}
            />
          </label>
          {asking === 'ask' && (
            <label>
              {t('form.day')}
              <DayField name="until" value={day} onChange={setDay} />
            </label>
          )}
          {WITH_FILES.includes(asking) && (
            <EvidenceField directive={d.id} files={files} onChange={setFiles} onSending={setSending} />
          )}
          <footer>
            <Button disabled={sending} onClick={() => setAsking(null)}>
              {t('back')}
            </Button>
            <Button type="submit" primary disabled={!note.trim() || !done || sending || act.isPending}>
              {t(`act.${asking}`)}
            </Button>
          </footer>
        </form>
      ) : (
        <footer>
          {onChange && (
            <Button data-act="change" onClick={onChange}>
              {t('form.edit')}
            </Button>
          )}
          {acts.map((a) => (
            <Button
              key={a}
              data-act={a}
              primary={a === main}
              disabled={act.isPending}
              onClick={() =>
                NEEDS_NOTE.has(a)
                  ? setAsking(a)
                  : act.mutate({ act: a, note: null, ...(a === 'readback' ? { revision: d.revision } : {}) })
              }
            >
              {t(`act.${a}`)}
            </Button>
          ))}
        </footer>
      )}
    </section>
  )
}
