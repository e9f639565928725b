import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { HolderView, ShiftNow } from '../../shared/api/shifts.ts'
import { api, useMe } from '../api/index.ts'
import { useServerClock } from '../live/index.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { momentText } from '../ui/format/index.ts'
import { Problem } from '../ui/Problem.tsx'
import { useLanguage } from '../ui/preferences.ts'
import styles from './duty.module.css'
import { useShift } from './useShift.ts'
import { WatchNotes } from './WatchNotes.tsx'
import { hoursText, shortDay } from './words.ts'

type Asking = { position: string; holder: HolderView | null }

/** Who stands watch where; how one signs in to a position, takes it over, or leaves it. */
export function PositionsDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const at = useServerClock()
  const me = useMe().person
  const now = useShift()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [reason, setReason] = useState('')
  const act = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      api.post<ShiftNow>(`/api/shifts/positions/${path}`, body),
    onSuccess: (next) => {
      queries.setQueryData(['shifts', 'now'], next)
      setAsking(null)
      setReason('')
    },
  })
  if (!now) return null
  const ask = (position: string, holder: HolderView | null) => {
    act.reset()
    setAsking({ position, holder })
  }
  const send = () => {
    if (!asking || !reason.trim()) return
    const { position, holder } = asking
    if (holder)
      act.mutate({
        path: `${position}/sign-in`,
        body: { takeOver: { account: holder.account, reason: reason.trim() } },
      })
    else act.mutate({ path: `${position}/leave`, body: { reason: reason.trim() } })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title', { no: now.shift.no, hours: hoursText(now.shift, language) })}
      wide
    >
      <WatchNotes now={now} />
      <Problem error={act.error} />
      <table className={styles.positions}>
        <thead>
          <tr>
            <th>{t('col.position')}</th>
            <th>{t('col.holder')}</th>
            <th>{t('col.planned')}</th>
            <th>{t('col.next', { no: now.next.no })}</th>
            <th aria-label={t('col.act')} />
          </tr>
        </thead>
        <tbody>
          {now.positions.map(({ position, holders, planned, plannedNext }) => {
            const mine = now.mine.includes(position.id)
            const free = holders.length < position.seats
            return (
              <tr key={position.id} data-position={position.id} data-mine={mine || undefined}>
                <th scope="row">
                  <b>{position.code}</b> {position.name[language]}
                </th>
                <td>
                  {holders.map((h) => (
                    <div key={h.account} data-holder={h.username}>
                      <b>{h.displayName}</b>{' '}
                      <small>
                        {t('since', { time: momentText(h.since, at, language) })}
                        {`, ${t('forShift', { no: h.shift.no, day: shortDay(h.shift.day) })}`}
                      </small>
                      {h.presence !== 'here' && (
                        <em>
                          {' '}
                          {t(`presence.${h.presence}`, { time: momentText(h.presenceSince, at, language) })}
                        </em>
                      )}
                    </div>
                  ))}
                  {holders.length === 0 && (
                    <span className={position.needed ? styles.vacant : styles.quiet}>{t('vacant')}</span>
                  )}
                </td>
                <td>{planned.map((p) => p.displayName).join(', ') || '–'}</td>
                <td>{plannedNext.map((p) => p.displayName).join(', ') || '–'}</td>
                <td className={styles.acts}>
                  {mine && (
                    <>
                      <Link to={`/handover?position=${position.id}`} onClick={onClose}>
                        {t('handOver')}
                      </Link>
                      <Button onClick={() => ask(position.id, null)} data-act="leave">
                        {t('leave')}
                      </Button>
                    </>
                  )}
                  {!mine && now.mayHold && free && (
                    <Button
                      primary={now.mine.length === 0}
                      disabled={act.isPending}
                      onClick={() => act.mutate({ path: `${position.id}/sign-in`, body: {} })}
                      data-act="sign-in"
                    >
                      {t('signIn')}
                    </Button>
                  )}
                  {!mine &&
                    now.mayHold &&
                    !free &&
                    holders
                      .filter((h) => h.account !== me?.id)
                      .map((h) => (
                        <Button key={h.account} onClick={() => ask(position.id, h)} data-act="take-over">
                          {t('takeOver')}
                        </Button>
                      ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {asking && (
        <form
          className={styles.form}
          onSubmit={(e) => {
            e.preventDefault()
            send()
          }}
        >
          <label>
            {asking.holder ? t('takeOverWhy', { name: asking.holder.displayName }) : t('leaveWhy')}
            <input
              autoFocus
              name="reason"
              required
              maxLength={300}
              value={reason}
              onChange={(e) => setReason(e.target.value)}
            />
          </label>
          <footer>
            <Button onClick={() => setAsking(null)}>{t('cancel')}</Button>
            <Button type="submit" primary disabled={!reason.trim() || act.isPending}>
              {asking.holder ? t('takeOver') : t('leave')}
            </Button>
          </footer>
        </form>
      )}
      <nav className={styles.links}>
        <Link to="/roster" onClick={onClose}>
          {t('toRoster')}
        </Link>
        <Link to="/log" onClick={onClose}>
          {t('toLog')}
        </Link>
        <Link to="/handover" onClick={onClose}>
          {t('toHandovers')}
        </Link>
      </nav>
    </Dialog>
  )
}
