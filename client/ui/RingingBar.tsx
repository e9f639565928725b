import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ServerToClient } from '../../shared/live.ts'
import { liveSocket, useLiveEvent } from '../live/index.ts'
import styles from './shell.module.css'

type Ring = Parameters<ServerToClient['bridge:ring']>[0]

/** A signed-in province sees at once that the Centre calls it. */
export function RingingBar() {
  const { t } = useTranslation('common')
  const [ring, setRing] = useState<Ring>(null)
  useLiveEvent('bridge:ring', setRing)
  // What rang while the line was cut may have ended meanwhile; what still rings is said anew.
  useEffect(() => {
    const socket = liveSocket()
    const quiet = () => setRing(null)
    socket.on('connect', quiet)
    return () => {
      socket.off('connect', quiet)
    }
  }, [])
  if (!ring) return null
  return (
    <div className={styles.ring} role="alert" data-ring={ring.session}>
      <b>{t('ring.calls', { from: ring.from })}</b>
      <span>{ring.title}</span>
      <Link to={`/session/${ring.session}`}>{t('ring.answer')}</Link>
    </div>
  )
}
