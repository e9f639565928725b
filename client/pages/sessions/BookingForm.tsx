import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BookingInput, BookingView, ChairView, TemplateView } from '../../../shared/api/bookings.ts'
import { LIVEKIT_POINTS } from '../../../shared/api/bridge.ts'
import type { IndicatorView, UnitView } from '../../../shared/api/catalogue.ts'
import { api } from '../../api/index.ts'
import { serverNow } from '../../live/index.ts'
import { Button, DayField, Dialog, HourField, longDayText, Problem, useLanguage } from '../../ui/index.ts'
import forms from '../desk/attention.module.css'
import { sessionUnits, toggleUnit } from '../desk/sessionUnits.ts'
import { dayAfter, dayIn, dueAt, hourIn } from '../directives/due.ts'
import { mostPoints, useEngines } from '../session/useEngines.ts'
import { AgendaFields, type ItemDraft } from './AgendaFields.tsx'
import { Conflicts } from './Conflicts.tsx'
import styles from './sessions.module.css'

/** The chair is a point itself. */
const MOST = LIVEKIT_POINTS - 1

type Props = {
  change: BookingView | null
  copy: BookingView | null
  onClose(): void
  onMade(made: BookingView): void
}

/** Title, chair, hour, points and agenda of a session to come; begun from a template or an earlier one. */
export function BookingForm({ change, copy, onClose, onMade }: Props) {
  const { t } = useTranslation('sessions')
  const language = useLanguage()
  const from = change ?? copy
  const carried = mostPoints(useEngines())
  const [title, setTitle] = useState(from?.title ?? '')
  const [day, setDay] = useState(() => (change ? dayIn(change.startsAt) : dayAfter(serverNow(), 1)))
  const [hour, setHour] = useState(() => (from ? hourIn(from.startsAt) : '08:00'))
  const [minutes, setMinutes] = useState(from?.minutes ?? 60)
  const [chair, setChair] = useState<number | null>(from?.chair.id ?? null)
  const [lobby, setLobby] = useState(from?.lobby ?? false)
  const [template, setTemplate] = useState<string | null>(from?.template ?? null)
  const [units, setUnits] = useState<string[]>(from?.points.map((p) => p.unit.code) ?? [])
  const [text, setText] = useState('')
  const [agenda, setAgenda] = useState<ItemDraft[]>(
    () =>
      from?.agenda.map((i) => ({
        title: i.title,
        unit: i.unit?.code ?? null,
        minutes: i.minutes,
        indicators: i.indicators.map((x) => x.code),
      })) ?? [],
  )
  const templates = useQuery({
    queryKey: ['bookings', 'templates'],
    queryFn: () => api.get<TemplateView[]>('/api/bookings/templates'),
  })
  const chairs = useQuery({
    queryKey: ['bookings', 'chairs'],
    queryFn: () => api.get<ChairView[]>('/api/bookings/chairs'),
  })
  const all = useQuery({ queryKey: ['units', 'today'], queryFn: () => api.get<UnitView[]>('/api/units') })
  const indicators = useQuery({
    queryKey: ['indicators'],
    queryFn: () => api.get<IndicatorView[]>('/api/indicators'),
  })
  const { provinces, bodies } = useMemo(
    () => sessionUnits(all.data ?? [], text, language),
    [all.data, text, language],
  )
  const startsAt = dueAt(day, hour)
  const past = startsAt !== null && startsAt + minutes * 60_000 <= serverNow()
  const named = agenda.filter((i) => i.title.trim())
  const ready = title.trim() && startsAt !== null && !past && units.length > 0 && minutes >= 5
  const input = (): BookingInput => ({
    ...{ title: title.trim(), startsAt: startsAt ?? 0, minutes, chair, lobby, template, units },
    agenda: named.map((i) => ({ ...i, title: i.title.trim() })),
  })
  const book = useMutation({
    mutationFn: () => api.post<BookingView>(change ? `/api/bookings/${change.id}` : '/api/bookings', input()),
    onSuccess: onMade,
  })
  const take = (chosen: TemplateView) => {
    setTemplate(chosen.id)
    setTitle(chosen.title[language])
    setMinutes(chosen.minutes)
    setLobby(chosen.lobby)
    setUnits(chosen.units.slice(0, MOST))
    setAgenda(chosen.agenda.map((i) => ({ ...i, title: i.title[language], unit: null })))
  }
  return (
    <Dialog open wide onClose={onClose} title={t(change ? 'form.change' : 'form.title')}>
      <form
        className={`${forms.form} ${styles.form}`}
        data-form="booking"
        onSubmit={(e) => {
          e.preventDefault()
          if (ready && !book.isPending) book.mutate()
        }}
      >
        {!change && (
          <div className={styles.row}>
            {t('form.template')}
            {templates.data?.map((x) => (
              <Button key={x.id} onClick={() => take(x)} data-template={x.id}>
                {x.name[language]}
              </Button>
            ))}
          </div>
        )}
        <label>
          {t('form.name')}
          <input
            autoFocus
            name="title"
            maxLength={160}
            value={title}
            onChange={(e) => setTitle(e.target.value)}
          />
        </label>
        <div className={styles.row}>
          <label>
            {t('form.day')}
            <DayField name="day" value={day} onChange={setDay} />
          </label>
          <label>
            {t('form.hour')}
            <HourField name="hour" value={hour} onChange={setHour} />
          </label>
          <label>
            {t('form.minutes')}
            <input
              type="number"
              name="minutes"
              min={5}
              max={720}
              value={minutes}
              onChange={(e) => setMinutes(Math.round(Number(e.target.value)))}
            />
          </label>
          <label>
            {t('chair')}
            <select
              name="chair"
              value={chair ?? ''}
              onChange={(e) => setChair(e.target.value ? Number(e.target.value) : null)}
            >
              <option value="">{t('form.myself')}</option>
              {chairs.data?.map((c) => (
                <option key={c.id} value={c.id}>
                  {c.name}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.check}>
            <input type="checkbox" checked={lobby} onChange={(e) => setLobby(e.target.checked)} />
            {t('form.lobby')}
          </label>
        </div>
        {startsAt !== null && (
          <p role={past ? 'alert' : undefined}>
            {past ? t('form.past') : t('form.on', { day: longDayText(startsAt, language), hour })}
          </p>
        )}
        <fieldset>
          <legend>{t('form.units', { count: units.length })}</legend>
          <input
            type="search"
            name="unit"
            placeholder={t('form.search')}
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <div className={styles.units}>
            {[...provinces, ...bodies].map((u) => (
              <label key={u.code} data-unit={u.code}>
                <input
                  type="checkbox"
                  checked={units.includes(u.code)}
                  disabled={!units.includes(u.code) && units.length >= MOST}
                  onChange={() => setUnits(toggleUnit(units, u.code, MOST))}
                />
                {u.name[language]}
              </label>
            ))}
          </div>
        </fieldset>
        {carried > 0 && units.length + 1 > carried && (
          <p className={styles.warn} role="alert">
            {t('form.tooMany', { count: carried })}
          </p>
        )}
        {startsAt !== null && units.length > 0 && (
          <Conflicts of={{ startsAt, minutes, units, chair, except: change?.id ?? null }} />
        )}
        <AgendaFields
          items={agenda}
          units={(all.data ?? []).filter((u) => units.includes(u.code))}
          indicators={indicators.data ?? []}
          language={language}
          onChange={setAgenda}
        />
        <Problem error={book.error} />
        <footer>
          <Button type="submit" primary disabled={!ready || book.isPending}>
            {t(change ? 'form.save' : 'form.book')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
