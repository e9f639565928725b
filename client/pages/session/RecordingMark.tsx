import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './recording.module.css'
import { duration } from './rollCall.ts'

/** Two soft tones, rising when recording begins and falling when it stops: heard by everybody in the session. */
function chime(begins: boolean): void {
  const context = new AudioContext()
  const gain = context.createGain()
  gain.gain.value = 0
  gain.connect(context.destination)
  const tones = begins ? [523, 784] : [784, 523]
  tones.forEach((frequency, i) => {
    const tone = context.createOscillator()
    const at = context.currentTime + 0.05 + i * 0.22
    tone.frequency.value = frequency
    tone.connect(gain)
    tone.start(at)
    tone.stop(at + 0.2)
    gain.gain.setTargetAtTime(0.12, at, 0.01)
    gain.gain.setTargetAtTime(0, at + 0.14, 0.02)
  })
  setTimeout(() => void context.close(), 1_500)
}

/** That the session is being recorded, since when: on every page of it, and told by a tone. */
export function RecordingMark({
  since,
  now,
  sound = true,
}: {
  since: number | null
  now: number
  sound?: boolean
}) {
  const { t } = useTranslation('bridge')
  const before = useRef(since)
  useEffect(() => {
    if (before.current === since) return
    before.current = since
    if (sound) chime(since !== null)
  }, [since, sound])
  if (since === null) return null
  return (
    <p className={styles.mark} role="status" data-recording="">
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="5" />
      </svg>
      {t('recording.on')} <time>{duration(now - since)}</time>
    </p>
  )
}
