import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PointContact } from '../../../shared/api/contacts.ts'
import { standInText } from '../../../shared/delegates.ts'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { useLanguage } from '../../ui/index.ts'
import { PointMark } from './PointMark.tsx'
import { PointPanel } from './PointPanel.tsx'
import { QualityBars } from './QualityBars.tsx'
import { ReadinessButton } from './ReadinessButton.tsx'
import styles from './roll.module.css'
import { countRoll, isPresent, pictureOf, soundOf, timeOfDay } from './rollCall.ts'
import { useDelegates } from './useDelegates.ts'
import { usePointContacts } from './usePointContacts.ts'
import type { SessionActions } from './useSessionActions.ts'

type Props = {
  session: BridgeView
  focus: string | null
  mayDirect: boolean
  actions: SessionActions
  onFocus(point: string): void
  onLink(point: BridgePointView): void
}

/** Who is there, since when, heard or not, and how well the line carries. */
export function RollCall({ session, focus, mayDirect, actions, onFocus, onLink }: Props) {
  const { t, i18n } = useTranslation('bridge')
  const language = useLanguage()
  const { points, spotlight, floor } = session
  const counts = countRoll(points)
  const [detail, setDetail] = useState<string | null>(null)
  const contacts = usePointContacts(session, mayDirect)
  const delegatesOf = useDelegates(session.id, mayDirect)
  const looked = points.find((p) => p.id === detail)
  const figure = (n: number | undefined, digits: number) =>
    n === undefined
      ? '–'
      : n.toLocaleString(i18n.language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return (
    <section className={styles.pane} aria-label={t('roll.title')}>
      <h2>
        {t('roll.title')}
        <small>
          {t('roll.counts', { points: counts.points, present: counts.present })}
          {counts.lost > 0 && <em>, {t('roll.lost', { count: counts.lost })}</em>}
          {counts.absent > 0 && `, ${t('roll.absent', { count: counts.absent })}`}
          {mayDirect && <ReadinessButton session={session.id} />}
          {mayDirect && session.lobby && (
            <button
              type="button"
              className={styles.all}
              data-action="admit-all"
              onClick={() => actions.admit.mutate(null)}
            >
              {t('lobby.all', { count: points.filter((p) => p.waiting).length })}
            </button>
          )}
        </small>
      </h2>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('roll.state')}</th>
              <th>{t('roll.point')}</th>
              <th className={styles.number}>{t('roll.invited')}</th>
              <th className={styles.number}>{t('roll.joined')}</th>
              <th>{t('roll.microphone')}</th>
              <th>{t('roll.picture')}</th>
              <th className={styles.number}>{t('roll.loss')}</th>
              <th className={styles.number}>{t('roll.delay')}</th>
              {mayDirect && <th>{t('roll.actions')}</th>}
            </tr>
          </thead>
          <tbody>
            {points.map((p) => (
              <tr
                key={p.id}
                data-point-row={p.id}
                data-unit={p.unit}
                data-state={p.state}
                data-focus={p.id === focus || undefined}
              >
                <td data-state={p.state}>
                  <button
                    type="button"
                    className={styles.name}
                    data-action="detail"
                    disabled={p.role === 'chair'}
                    onClick={() => setDetail(p.id)}
                  >
                    <PointMark state={p.state} /> {t(p.waiting ? 'lobby.waits' : `state.${p.state}`)}
                  </button>
                  {(p.state === 'lost' || p.state === 'left') && <small> {timeOfDay(p.since)}</small>}
                  {mayDirect && (p.state === 'lost' || p.state === 'weak') && (
                    <SecondChannel contact={contacts.find((c) => c.point === p.id)} />
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    className={styles.name}
                    disabled={p.role === 'chair'}
                    onClick={() => onFocus(p.id)}
                  >
                    {p.name[language]}
                  </button>
                  {p.role === 'chair' && <small> {t('chair')}</small>}
                  {delegatesOf(p.unit).some((d) => d.standIn) && p.role === 'point' && (
                    <small data-stand-in="">
                      {' '}
                      {delegatesOf(p.unit)
                        .flatMap((d) => (d.standIn ? [standInText(d, language)] : []))
                        .join(', ')}
                    </small>
                  )}
                  {p.drawn && <small className={styles.simulated}> {t('simulatedShort')}</small>}
                </td>
                <td className={styles.number}>{p.role === 'chair' ? '–' : timeOfDay(p.invitedAt)}</td>
                <td className={styles.number}>{timeOfDay(p.joinedAt)}</td>
                <td>{t(`roll.sound.${soundOf(p, floor?.point ?? null)}`)}</td>
                <td>
                  <QualityBars point={p} /> {pictureOf(p)}
                </td>
                <td className={styles.number}>{figure(p.quality?.lossPercent, 1)}</td>
                <td className={styles.number}>{figure(p.quality?.roundTripMs, 0)}</td>
                {mayDirect && (
                  <td className={styles.actions}>
                    {p.role === 'point' && (
                      <>
                        {p.waiting && (
                          <button
                            type="button"
                            data-action="admit"
                            onClick={() => actions.admit.mutate(p.id)}
                          >
                            {t('lobby.admit')}
                          </button>
                        )}
                        <button
                          type="button"
                          data-action="floor"
                          aria-pressed={p.id === floor?.point}
                          disabled={!isPresent(p) && p.id !== floor?.point}
                          onClick={() =>
                            actions.floor.mutate({
                              point: p.id === floor?.point ? null : p.id,
                              seconds: null,
                            })
                          }
                        >
                          {t(p.id === floor?.point ? 'floor.takeBack' : 'floor.give')}
                        </button>
                        <button
                          type="button"
                          data-action="mute"
                          aria-pressed={!p.muted}
                          onClick={() => actions.mute.mutate({ point: p.id, muted: !p.muted })}
                        >
                          {t(p.muted ? 'roll.unmute' : 'roll.mute')}
                        </button>
                        <button
                          type="button"
                          data-action="spotlight"
                          aria-pressed={p.id === spotlight}
                          disabled={!isPresent(p) && p.id !== spotlight}
                          onClick={() => actions.spotlight.mutate(p.id === spotlight ? null : p.id)}
                        >
                          {t(p.id === spotlight ? 'roll.unspotlight' : 'roll.spotlight')}
                        </button>
                        <button type="button" data-action="link" onClick={() => onLink(p)}>
                          {t('roll.link')}
                        </button>
                      </>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {looked && (
        <PointPanel
          session={session}
          point={looked}
          contact={contacts.find((c) => c.point === looked.id)}
          delegates={delegatesOf(looked.unit)}
          mayDirect={mayDirect}
          onClose={() => setDetail(null)}
        />
      )}
    </section>
  )
}

/** Under which number a point in trouble is rung, and when somebody did. */
function SecondChannel({ contact }: { contact: PointContact | undefined }) {
  const { t } = useTranslation('bridge')
  const phone = contact?.technician?.phone ?? contact?.unit?.phone
  if (!phone) return null
  return (
    <small className={styles.channel} data-channel={phone}>
      ☎ {phone}
      {contact?.rung && `, ${t('quality.rungShort', { time: timeOfDay(contact.rung.at).slice(0, 5) })}`}
    </small>
  )
}
