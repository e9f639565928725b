import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { ALARM_SEVERITIES } from '../../../shared/alarm.ts'
import type { Role } from '../../../shared/vocabulary.ts'
import { useMe } from '../../api/index.ts'
import { useHearing } from '../../live/index.ts'
import { useLanguage } from '../../ui/preferences.ts'
import styles from './bar.module.css'
import { SeverityMark } from './SeverityMark.tsx'
import { AlarmSound } from './sound.ts'

const CALLED: readonly (Role | undefined)[] = ['duty', 'administrator', 'leader', 'analyst']

/** What is to be heard on this person's desk until it is answered, and what a ladder has called here: on every page. */
export function AlarmBar() {
  return CALLED.includes(useMe().person?.role) ? <Heard /> : null
}

function Heard() {
  const { t } = useTranslation('alarms')
  const { heard, calls, called } = useHearing()
  const language = useLanguage()
  const answers = useMe().can('acknowledge', 'Attention')
  const [, look] = useState(0)
  const sound = useRef<AlarmSound>(null)
  sound.current ??= new AlarmSound(() => look((n) => n + 1))
  const own = sound.current
  const worst = ALARM_SEVERITIES.find((s) => heard[s] > 0) ?? null
  useEffect(() => {
    // Any press or key of the person is the leave that browsers ask for. It is over before the bar goes, so that nothing moves under it; a command keeps the key's beginning to itself.
    const allow = () => void own.allow()
    const events = ['click', 'keyup'] as const
    for (const e of events) addEventListener(e, allow, { capture: true })
    return () => {
      for (const e of events) removeEventListener(e, allow, { capture: true })
    }
  }, [own])
  useEffect(() => () => own.close(), [own])
  useEffect(() => own.sound(worst), [own, worst])
  const { pathname } = useLocation()
  const listed = pathname === '/desk' || pathname.startsWith('/alarms')
  const grave = heard.critical + heard.high
  // Who only hears what is called to him is asked for his leave when there is something to hear.
  const silent = !own.allowed && (answers || worst !== null)
  const shown = silent || called > 0 || (grave > 0 && !listed)
  return (
    <div
      className={styles.bar}
      data-alarm-sound={own.allowed ? 'on' : 'off'}
      data-sounding={worst ?? undefined}
      data-played={own.played}
      data-grave={heard.critical > 0 || undefined}
      data-called={called || undefined}
      hidden={!shown}
      role="status"
    >
      {calls.map((a) => (
        <span key={a.id} className={styles.call} data-call={a.id}>
          <SeverityMark severity={a.severity} waiting />
          <b>{t('bar.called')}</b> {a.title[language]}
          <Link to={`/alarms?id=${a.id}`}>{t('bar.openOne')}</Link>
        </span>
      ))}
      {called > calls.length && <span>{t('bar.more', { count: called - calls.length })}</span>}
      {grave > 0 && worst && !called && (
        <>
          <SeverityMark severity={worst} waiting />
          <b>{t('bar.waiting', { count: grave })}</b>
          {!listed && <Link to="/alarms">{t('bar.open')}</Link>}
        </>
      )}
      {silent && (
        <>
          <span>{t('bar.silent')}</span>
          <button type="button" data-action="sound" onClick={() => void own.allow()}>
            {t('bar.allow')}
          </button>
        </>
      )}
    </div>
  )
}
