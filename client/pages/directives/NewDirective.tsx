import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { IndicatorView, UnitView } from '../../../shared/api/catalogue.ts'
import type { DirectiveInput, DirectiveView } from '../../../shared/api/directives.ts'
import { PRIORITIES, type Priority } from '../../../shared/directive.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, Dialog, longDayText, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { Addressees } from './Addressees.tsx'
import { type AimDraft, AimFields, aimOf, NO_AIM } from './AimFields.tsx'
import styles from './directives.module.css'
import { dayAfter, dueAt, LAST_HOUR, USUAL_DAYS } from './due.ts'

type Props = {
  /** What is known already: of a session, of a number. */
  first?: { addressees?: string[]; session?: string; aim?: Partial<AimDraft> }
  onClose(): void
  onMade(made: DirectiveView[]): void
}

/** Who, what, by when, held against which number: in that order, by the keyboard alone. */
export function NewDirective({ first, onClose, onMade }: Props) {
  const { t } = useTranslation('directives')
  const language = useLanguage()
  const queries = useQueryClient()
  const [who, setWho] = useState<string[]>(first?.addressees ?? [])
  const [text, setText] = useState('')
  const [day, setDay] = useState(() => dayAfter(serverNow(), 7))
  const [hour, setHour] = useState(LAST_HOUR)
  const [priority, setPriority] = useState<Priority>('normal')
  const [document, setDocument] = useState('')
  const [aim, setAim] = useState<AimDraft>({ ...NO_AIM, ...first?.aim })
  const units = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  const due = dueAt(day, hour)
  const heldTo = aimOf(aim, indicators.data ?? [])
  const late = due !== null && due <= serverNow()
  const ready = who.length > 0 && text.trim().length > 2 && due !== null && !late && heldTo !== undefined
  const give = useMutation({
    mutationFn: (issue: boolean) =>
      api.post<DirectiveView[]>('/api/directives', {
        ...{ text: text.trim(), due: due ?? 0, priority, addressees: who, issue, aim: heldTo ?? null },
        ...{ document: document.trim() || null, session: first?.session ?? null, shown: null },
      } satisfies DirectiveInput),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['directives'] })
      onMade(made)
    },
  })
  return (
    <Dialog open wide onClose={onClose} title={t('form.title')}>
      <form
        className={`${forms.form} ${styles.form}`}
        data-form="directive"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready && !give.isPending) give.mutate(true)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && e.ctrlKey && ready && !give.isPending) give.mutate(true)
        }}
      >
        <fieldset>
          <legend>{t('form.addressees')}</legend>
          <Addressees units={units.data ?? []} chosen={who} language={language} onChange={setWho} />
        </fieldset>
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
            <input
              type="date"
              name="day"
              value={day}
              aria-invalid={late}
              onChange={(e) => setDay(e.target.value)}
            />
          </label>
          <label>
            {t('form.hour')}
            <input type="time" name="hour" value={hour} onChange={(e) => setHour(e.target.value)} />
          </label>
          <span className={styles.usual}>
            {USUAL_DAYS.map((days) => (
              <Button key={days} onClick={() => setDay(dayAfter(serverNow(), days))}>
                {t('form.days', { count: days })}
              </Button>
            ))}
          </span>
          <label>
            {t('form.priority')}
            <select
              name="priority"
              value={priority}
              onChange={(e) => setPriority(PRIORITIES.find((p) => p === e.target.value) ?? 'normal')}
            >
              {PRIORITIES.map((p) => (
                <option key={p} value={p}>
                  {t(`priority.${p}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t('form.document')}
            <input name="document" value={document} onChange={(e) => setDocument(e.target.value)} />
          </label>
        </div>
        {due !== null && (
          <p data-due={due} role={late ? 'alert' : undefined}>
            {late ? t('form.late') : t('form.until', { day: longDayText(due, language), hour })}
          </p>
        )}
        <AimFields draft={aim} indicators={indicators.data ?? []} language={language} onChange={setAim} />
        <Problem error={give.error} />
        <footer>
          <Button disabled={!ready || give.isPending} onClick={() => give.mutate(false)}>
            {t('form.draft')}
          </Button>
          <Button type="submit" primary disabled={!ready || give.isPending}>
            {t('form.issue')} <kbd>Ctrl Enter</kbd>
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
