import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { ALARM_SEVERITIES } from '../../../shared/alarm.ts'
import { useMe } from '../../api/index.ts'
import { useAlarmCounts } from '../../live/index.ts'
import styles from './bar.module.css'
import { SeverityMark } from './SeverityMark.tsx'
import { AlarmSound } from './sound.ts'

/** Alarms are heard on every page of those who answer for them, until each is answered; a page not yet allowed to sound says so. */
export function AlarmBar() {
  return useMe().can('acknowledge', 'Attention') ? <Heard /> : null
}

function Heard() {
  const { t } = useTranslation('alarms')
  const { waiting } = useAlarmCounts()
  const [, look] = useState(0)
  const sound = useRef<AlarmSound>(null)
  sound.current ??= new AlarmSound(() => look((n) => n + 1))
  const own = sound.current
  const worst = ALARM_SEVERITIES.find((s) => waiting[s] > 0) ?? null
  useEffect(() => {
    // Any press or key of the person is the leave that browsers ask for. It is over before the bar goes, so that nothing moves under it; a command keeps the key's beginning to itself.
    const allow = () => void own.allow()
    const events = ['click', 'keyup'] as const
    for (const e of events) addEventListener(e, allow, { capture: true })
    return () => {
      for (const e of events) removeEventListener(e, allow, { capture: true })
    }
  }, [own])
  useEffect(() => () => own.sound(null), [own])
  useEffect(() => own.sound(worst), [own, worst])
  const { pathname } = useLocation()
  const listed = pathname === '/desk' || pathname.startsWith('/alarms')
  const grave = waiting.critical + waiting.high
  const shown = !own.allowed || (grave > 0 && !listed)
  return (
    <div
      className={styles.bar}
      data-alarm-sound={own.allowed ? 'on' : 'off'}
      data-sounding={worst ?? undefined}
      data-played={own.played}
      data-grave={waiting.critical > 0 || undefined}
      hidden={!shown}
      role="status"
    >
      {grave > 0 && worst && (
        <>
          <SeverityMark severity={worst} waiting />
          <b>{t('bar.waiting', { count: grave })}</b>
          {!listed && <Link to="/alarms">{t('bar.open')}</Link>}
        </>
      )}
      {!own.allowed && (
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
