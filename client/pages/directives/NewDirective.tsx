import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectiveInput, DirectiveView } from '../../../shared/api/directives.ts'
import { PRIORITIES, type Priority } from '../../../shared/directive.ts'
import type { ViewQuestion } from '../../../shared/live.ts'
import { serverNow } from '../../live/index.ts'
import { Button, DayField, Dialog, HourField, longDayText, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { Addressees } from './Addressees.tsx'
import { type AimDraft, AimFields, aimOf, NO_AIM } from './AimFields.tsx'
import { aimSaid } from './aimSaid.ts'
import { dayAfter, dayIn, dueAt, hourIn, LAST_HOUR, USUAL_DAYS } from './due.ts'
import { dueSaid } from './dueSaid.ts'
import styles from './form.module.css'
import { GoesAlong } from './GoesAlong.tsx'
import { giveNow } from './give.ts'
import { prioritySaid } from './prioritySaid.ts'
import { INDICATORS, UNITS_TODAY } from './questions.ts'

export type FirstKnown = {
  addressees?: string[]
  session?: string
  document?: string
  aim?: Partial<AimDraft>
  /** What is on the screen: its numbers go along, as the server has them. */
  shown?: ViewQuestion
  origin?: NonNullable<DirectiveInput['origin']>
  /** In words, where it comes from. */
  from?: string
}
type Props = {
  /** What is known already: of a session, of a number. */
  first?: FirstKnown
  onClose(): void
  onMade(made: DirectiveView[]): void
}

/** Whom it is for is known already: one begins with the words. */
const focus = (area: HTMLElement | null) => area?.focus()

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
  const [document, setDocument] = useState(first?.document ?? '')
  /** What was set by hand: what is said in the text sets it no more. */
  const byHand = useRef({ due: false, aim: false, priority: false })
  const [aim, setAim] = useState<AimDraft>({ ...NO_AIM, ...first?.aim })
  const units = useQuery(UNITS_TODAY)
  const indicators = useQuery(INDICATORS)
  const due = dueAt(day, hour)
  const heldTo = aimOf(aim, indicators.data ?? [])
  const late = due !== null && due <= serverNow()
  const ready = who.length > 0 && text.trim().length > 2 && due !== null && !late && heldTo !== undefined
  const give = useMutation({
    mutationFn: (issue: boolean) =>
      giveNow(
        {
          ...{ text: text.trim(), due: due ?? 0, priority, addressees: who, issue, aim: heldTo ?? null },
          ...{ document: document.trim() || null, session: first?.session ?? null },
          origin: first?.origin ?? null,
        },
        first?.shown,
      ),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ['directives'] })
      onMade(made)
    },
  })
  const setDue = (nextDay: string, nextHour = hour) => {
    byHand.current.due = true
    setDay(nextDay)
    setHour(nextHour)
  }
  const changeAim = (draft: AimDraft) => {
    byHand.current.aim = true
    setAim(draft)
  }
  const say = (words: string) => {
    setText(words)
    const said = byHand.current.due ? null : dueSaid(words, serverNow())
    if (said !== null) {
      setDay(dayIn(said))
      setHour(hourIn(said))
    }
    if (!byHand.current.priority) setPriority(prioritySaid(words))
    const held = indicators.data?.find((i) => i.code === aim.indicator)
    // Held against what is looked at: only where the words name its own measure.
    if (!held || byHand.current.aim || first?.aim?.value) return
    const target = aimSaid(words, held.symbol[language])
    setAim((before) => ({ ...before, ...(target ?? { ...first?.aim, value: '' }) }))
  }
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
          <Addressees
            units={units.data ?? []}
            chosen={who}
            language={language}
            first={!first?.addressees?.length}
            onChange={setWho}
          />
        </fieldset>
        <label>
          {t('form.text')}
          <textarea
            name="text"
            rows={4}
            maxLength={4_000}
            value={text}
            ref={first?.addressees?.length ? focus : undefined}
            onChange={(e) => say(e.target.value)}
          />
        </label>
        <div className={styles.row}>
          <label>
            {t('form.day')}
            <DayField name="day" value={day} aria-invalid={late} onChange={(chosen) => setDue(chosen)} />
          </label>
          <label>
            {t('form.hour')}
            <HourField name="hour" value={hour} onChange={(chosen) => setDue(day, chosen)} />
          </label>
          <span className={styles.usual}>
            {USUAL_DAYS.map((days) => (
              <Button key={days} onClick={() => setDue(dayAfter(serverNow(), days))}>
                {t('form.days', { count: days })}
              </Button>
            ))}
          </span>
          <label>
            {t('form.priority')}
            <select
              name="priority"
              value={priority}
              onChange={(e) => {
                byHand.current.priority = true
                setPriority(PRIORITIES.find((p) => p === e.target.value) ?? 'normal')
              }}
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
        <AimFields draft={aim} indicators={indicators.data ?? []} language={language} onChange={changeAim} />
        <GoesAlong shown={first?.shown} from={first?.from} />
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
