import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { InvitationView } from '../../../shared/api/bridge.ts'
import { standInText } from '../../../shared/delegates.ts'
import { api, useMe } from '../../api/index.ts'
import { ReadinessBoard } from '../../bridge/index.ts'
import { Button, longDayText, minuteText, Problem, untilText, useLanguage } from '../../ui/index.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { CancelDialog } from './CancelDialog.tsx'
import { ConflictList } from './Conflicts.tsx'
import { OwnReadiness } from './OwnReadiness.tsx'
import styles from './sessions.module.css'
import { UnitContact } from './UnitContact.tsx'

type Props = { booking: BookingView; now: number; onChange(): void; onCopy(): void }

/** One booked session: its hour, agenda and who will come; answered by those asked, opened by those who may chair. */
export function BookingCard({ booking, now, onChange, onCopy }: Props) {
  const { t } = useTranslation('sessions')
  const language = useLanguage()
  const go = useNavigate()
  const me = useMe()
  const queries = useQueryClient()
  const [cancelling, setCancelling] = useState(false)
  const [answering, setAnswering] = useState<string | null>(null)
  const directs = me.can('create', 'Bridge')
  const own = me.person?.role === 'agency' ? me.person.unit : null
  const open = useMutation({
    mutationFn: () =>
      api.post<{ session: string; invitations: InvitationView[] }>(`/api/bookings/${booking.id}/open`),
    onSuccess: ({ session, invitations }) => {
      void queries.invalidateQueries({ queryKey: ['bookings'] })
      // The links are told once: the session page shows them.
      go(`/session/${session}`, { state: { invitations } })
    },
  })
  const end = booking.startsAt + booking.minutes * 60_000
  return (
    <section className={styles.card} data-card={booking.id}>
      <header>
        <h2>{booking.title}</h2>
        {directs && (
          <span>
            <Button onClick={onCopy}>{t('copy')}</Button>
            <Button onClick={onChange}>{t('change')}</Button>
            <Button onClick={() => setCancelling(true)}>{t('cancel')}</Button>
            <Button primary disabled={open.isPending} onClick={() => open.mutate()} data-action="open">
              {t('open')}
            </Button>
          </span>
        )}
      </header>
      <Problem error={open.error} />
      <dl className={styles.facts}>
        <dt>{t('when')}</dt>
        <dd>
          {longDayText(booking.startsAt, language)}, {minuteText(booking.startsAt, language)}–
          {minuteText(end, language)}
        </dd>
        <dt>{t('chair')}</dt>
        <dd>{booking.chair.name}</dd>
        <dt>{t('lobby')}</dt>
        <dd>{t(booking.lobby ? 'lobbyOn' : 'lobbyOff')}</dd>
        <dt>{t('bookedBy')}</dt>
        <dd>
          {booking.createdBy}, {untilText(booking.createdAt, now, language)}
        </dd>
      </dl>
      <ConflictList conflicts={booking.conflicts} />
      {booking.agenda.length > 0 && (
        <>
          <h3>{t('agenda')}</h3>
          <ol className={styles.agenda}>
            {booking.agenda.map((item) => (
              <li key={`${item.title}/${item.unit?.code}`}>
                {item.title}
                <small>
                  {[
                    item.unit?.name[language],
                    item.minutes && t('minutesLong', { count: item.minutes }),
                    ...item.indicators.map((i) => i.name[language]),
                  ]
                    .filter(Boolean)
                    .map((text) => ` · ${text}`)
                    .join('')}
                </small>
              </li>
            ))}
          </ol>
        </>
      )}
      {own && <AnswerForm booking={booking} unit={null} />}
      {own && <OwnReadiness booking={booking} now={now} />}
      {!own && <ReadinessBoard of={{ booking: booking.id }} now={now} />}
      {own && me.person && <UnitContact unit={me.person.unit} now={now} />}
      <h3>{t('asked', { count: booking.points.length })}</h3>
      <table>
        <thead>
          <tr>
            <th>{t('point')}</th>
            {!own && <th>{t('answer')}</th>}
            {!own && <th>{t('delegates')}</th>}
            {directs && <th />}
          </tr>
        </thead>
        <tbody>
          {booking.points.map((p) => (
            <tr key={p.unit.code} data-point={p.unit.code}>
              <td>{p.unit.name[language]}</td>
              {!own && (
                <td data-attends={p.attends === null ? 'unknown' : p.attends ? 'yes' : 'no'}>
                  {t(`attends.${p.attends === null ? 'unknown' : p.attends ? 'yes' : 'no'}`)}
                  {p.answeredAt && (
                    <small>
                      {p.answeredBy}, {untilText(p.answeredAt, now, language)}
                    </small>
                  )}
                </td>
              )}
              {!own && (
                <td>
                  {p.delegates.map((d) => (
                    <span key={d.name}>
                      {d.name}, {d.duty}
                      {d.standIn && <em> {standInText(d, language)}</em>}
                      <br />
                    </span>
                  ))}
                  {p.technician && (
                    <small>
                      {t('technician')}: {p.technician.name}, {p.technician.phone}
                    </small>
                  )}
                  {p.note && <small>{p.note}</small>}
                  {answering === p.unit.code && (
                    <>
                      <AnswerForm booking={booking} unit={p.unit.code} onDone={() => setAnswering(null)} />
                      <UnitContact unit={p.unit.code} now={now} />
                    </>
                  )}
                </td>
              )}
              {directs && (
                <td>
                  <Button onClick={() => setAnswering(answering === p.unit.code ? null : p.unit.code)}>
                    {t('enterAnswer')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {cancelling && <CancelDialog booking={booking} onClose={() => setCancelling(false)} />}
    </section>
  )
}
