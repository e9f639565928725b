import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectiveChange, DirectiveDetail } from '../../../shared/api/directives.ts'
import { PRIORITIES } from '../../../shared/directive.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, DayField, HourField, Problem } from '../../ui/index.ts'
import card from './card.module.css'
import { dayIn, dueAt, hourIn } from './due.ts'
import styles from './form.module.css'

/** What is asked, put otherwise: a new version; the one before stays to be read. */
export function ChangeDirective({ directive: d, onClose }: { directive: DirectiveDetail; onClose(): void }) {
  const { t } = useTranslation('directives')
  const queries = useQueryClient()
  const [text, setText] = useState(d.text)
  const [day, setDay] = useState(dayIn(d.due))
  const [hour, setHour] = useState(hourIn(d.due))
  const [priority, setPriority] = useState(d.priority)
  const [note, setNote] = useState('')
  const due = dueAt(day, hour)
  const late = due !== null && due !== d.due && due <= serverNow()
  const ready = text.trim().length > 2 && due !== null && !late
  const change = useMutation({
    mutationFn: () =>
      api.put<DirectiveDetail>(`/api/directives/${d.id}`, {
        ...{ text: text.trim(), due: due ?? d.due, priority, note: note.trim() || null },
      } satisfies DirectiveChange),
    onSuccess: (next) => {
      queries.setQueryData(['directives', 'one', d.id], next)
      void queries.invalidateQueries({ queryKey: ['directives'] })
      onClose()
    },
  })
  return (
    <section className={card.acts} data-form="change">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (ready) change.mutate()
        }}
      >
        <Problem error={change.error} />
        <label>
          {t('form.text')}
          <textarea
            name="text"
            rows={4}
            maxLength={4_000}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
        </label>
        <div className={styles.row}>
          <label>
            {t('form.day')}
            <DayField name="day" value={day} aria-invalid={late} onChange={setDay} />
          </label>
          <label>
            {t('form.hour')}
            <HourField name="hour" value={hour} onChange={setHour} />
          </label>
          <label>
            {t('form.priority')}
            <select
              name="priority"
              value={priority}
              onChange={(e) => setPriority(PRIORITIES.find((p) => p === e.target.value) ?? d.priority)}
            >
              {PRIORITIES.map((p) => (
                <option key={p} value={p}>
                  {t(`priority.${p}`)}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.grow}>
            {t('form.why')}
            <input name="why" value={note} onChange={(e) => setNote(e.target.value)} />
          </label>
        </div>
        {late && <p role="alert">{t('form.late')}</p>}
        <footer>
          <Button onClick={onClose}>{t('back')}</Button>
          <Button type="submit" primary disabled={!ready || change.isPending}>
            {t(d.mends ? 'form.mend' : 'form.change')}
          </Button>
        </footer>
      </form>
    </section>
  )
}
