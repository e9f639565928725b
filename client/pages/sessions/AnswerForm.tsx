import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnswerInput, BookingView, Delegate } from '../../../shared/api/bookings.ts'
import { isPhone, type Technician } from '../../../shared/api/contacts.ts'
import { api, useMe } from '../../api/index.ts'
import { Button, Problem } from '../../ui/index.ts'
import styles from './sessions.module.css'

/** Only a stand-in comes in somebody's place. */
const tidy = ({ insteadOf, ...d }: Delegate): Delegate =>
  d.standIn && insteadOf?.trim() ? { ...d, insteadOf: insteadOf.trim() } : d
const NOBODY: Delegate = { name: '', duty: '', standIn: false }
const NO_TECHNICIAN: Technician = { name: '', phone: '' }
type Props = {
  booking: BookingView
  /** For whom an officer enters what was told; null: one's own unit. */
  unit: string | null
  onDone?(): void
}

/** Whether a point comes, and who: names and duties, stand-ins marked as such. */
export function AnswerForm({ booking, unit, onDone }: Props) {
  const { t } = useTranslation('sessions')
  const queries = useQueryClient()
  const { person } = useMe()
  const known = booking.points.find((p) => p.unit.code === (unit ?? person?.unit))
  const [attends, setAttends] = useState<boolean | null>(known?.attends ?? null)
  const [delegates, setDelegates] = useState<Delegate[]>(
    known?.delegates.length ? known.delegates : [{ ...NOBODY }],
  )
  const [note, setNote] = useState(known?.note ?? '')
  const [technician, setTechnician] = useState<Technician>(known?.technician ?? NO_TECHNICIAN)
  const named = delegates.filter((d) => d.name.trim() && d.duty.trim())
  const half = delegates.some((d) => Boolean(d.name.trim()) !== Boolean(d.duty.trim()))
  const reachable = technician.name.trim() !== '' && isPhone(technician.phone)
  const noTechnician = !technician.name.trim() && !technician.phone.trim()
  const ready =
    (reachable || noTechnician) && attends !== null && !half && (attends === false || named.length > 0)
  const send = useMutation({
    mutationFn: () =>
      api.post<BookingView>(`/api/bookings/${booking.id}/answer`, {
        attends: attends ?? false,
        delegates: attends ? named.map(tidy) : [],
        note: note.trim() || null,
        technician:
          attends && reachable ? { name: technician.name.trim(), phone: technician.phone.trim() } : null,
        ...(unit ? { unit } : {}),
      } satisfies AnswerInput),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['bookings'] })
      onDone?.()
    },
  })
  const change = (at: number, patch: Partial<Delegate>) =>
    setDelegates(delegates.map((d, i) => (i === at ? { ...d, ...patch } : d)))
  return (
    <form
      className={styles.answer}
      data-form="answer"
      onSubmit={(e) => {
        e.preventDefault()
        if (ready) send.mutate()
      }}
    >
      <div className={styles.row}>
        {([true, false] as const).map((value) => (
          <label key={String(value)} className={styles.check}>
            <input
              type="radio"
              name="attends"
              value={value ? 'yes' : 'no'}
              checked={attends === value}
              onChange={() => setAttends(value)}
            />
            {t(value ? 'willCome' : 'willNotCome')}
          </label>
        ))}
      </div>
      {attends &&
        delegates.map((d, i) => (
          <div key={i} className={styles.delegate}>
            <input
              name="delegate"
              aria-label={t('name')}
              placeholder={t('name')}
              maxLength={120}
              value={d.name}
              onChange={(e) => change(i, { name: e.target.value })}
            />
            <input
              name="duty"
              aria-label={t('duty')}
              placeholder={t('duty')}
              maxLength={160}
              value={d.duty}
              onChange={(e) => change(i, { duty: e.target.value })}
            />
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={d.standIn}
                onChange={(e) => change(i, { standIn: e.target.checked })}
              />
              {t('standIn')}
            </label>
            <Button onClick={() => setDelegates(delegates.filter((_, at) => at !== i))}>{t('remove')}</Button>
            {d.standIn && (
              <input
                name="insteadOf"
                className={styles.instead}
                aria-label={t('insteadOf')}
                placeholder={t('insteadOf')}
                maxLength={160}
                value={d.insteadOf ?? ''}
                onChange={(e) => change(i, { insteadOf: e.target.value })}
              />
            )}
          </div>
        ))}
      {attends && (
        <div className={styles.technician}>
          <input
            name="technician"
            aria-label={t('technician')}
            placeholder={t('technician')}
            maxLength={120}
            value={technician.name}
            onChange={(e) => setTechnician({ ...technician, name: e.target.value })}
          />
          <input
            name="phone"
            type="tel"
            aria-label={t('phone')}
            placeholder={t('phone')}
            maxLength={36}
            value={technician.phone}
            aria-invalid={technician.phone !== '' && !isPhone(technician.phone)}
            onChange={(e) => setTechnician({ ...technician, phone: e.target.value })}
          />
        </div>
      )}
      <div className={styles.row}>
        {attends && (
          <Button onClick={() => setDelegates([...delegates, { ...NOBODY }])}>{t('addDelegate')}</Button>
        )}
        <input
          aria-label={t('note')}
          placeholder={t('note')}
          maxLength={500}
          value={note}
          onChange={(e) => setNote(e.target.value)}
        />
        <Button type="submit" primary disabled={!ready || send.isPending} data-action="answer">
          {t(known?.attends === null ? 'sendAnswer' : 'changeAnswer')}
        </Button>
      </div>
      <Problem error={send.error} />
    </form>
  )
}
