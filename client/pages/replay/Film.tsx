import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import { clockText, useLanguage } from '../../ui/index.ts'
import styles from './replay.module.css'

/** The picture may be this far from the page's time before it is put right. */
const DRIFT_S = 0.7

type Props = {
  /** What can be watched, in its order. */
  recordings: readonly RecordingView[]
  now: number
  playing: boolean
  rate: number
}

export const spanOf = (r: RecordingView) => ({
  from: r.pictureAt ?? r.startedAt,
  to: r.stoppedAt ?? r.startedAt,
})

/** The recording at the page's time; where none was made, it says so and from when there is one again. */
export function Film({ recordings, now, playing, rate }: Props) {
  const { t } = useTranslation('sessionReplay')
  const language = useLanguage()
  const player = useRef<HTMLVideoElement>(null)
  const current = recordings.find((r) => now >= spanOf(r).from && now < spanOf(r).to)
  const next = recordings.find((r) => spanOf(r).from > now)
  const second = current ? (now - spanOf(current).from) / 1_000 : 0
  useEffect(() => {
    const video = player.current
    if (!video || !current) return
    if (Math.abs(video.currentTime - second) > (playing ? DRIFT_S * Math.max(1, rate) : 0.2))
      video.currentTime = second
    video.playbackRate = Math.min(16, rate)
    // A picture that only stands is no picture that runs: beyond 16 times it is put right again and again.
    if (playing && video.paused) void video.play().catch(() => undefined)
    if (!playing && !video.paused) video.pause()
  }, [current, second, playing, rate])
  return (
    <div className={styles.film} data-film={current?.id ?? ''}>
      {current ? (
        <video
          ref={player}
          key={current.id}
          src={`/api/recordings/${current.id}/file`}
          preload="auto"
          data-player={current.id}
          aria-label={t('film')}
        />
      ) : (
        <p role="status">
          {recordings.length === 0
            ? t('noFilm')
            : next
              ? t('gapUntil', { time: clockText(spanOf(next).from, language) })
              : t('gap')}
        </p>
      )}
      <strong className={styles.past}>{t('past')}</strong>
    </div>
  )
}
