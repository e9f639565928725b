import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveEvent } from '../live/index.ts'
import styles from './ring.module.css'

/** Rings at a signed-in person of an invited unit, on whatever page they are. Mounted once by the pages' frame. */
export function RingBanner() {
  const { t } = useTranslation('bridge')
  const [ring, setRing] = useState<{ session: string; title: string; from: string } | null>(null)
  useLiveEvent('bridge:ring', setRing)
  if (!ring) return null
  return (
    <div className={styles.ring} role="alert" data-ring={ring.session}>
      <p>
        <strong>{ring.title}</strong>
        {t('ring.from', { name: ring.from })}
      </p>
      <a href={`/point?session=${encodeURIComponent(ring.session)}`} data-action="answer">
        {t('ring.answer')}
      </a>
      <button type="button" onClick={() => setRing(null)}>
        {t('ring.later')}
      </button>
    </div>
  )
}
