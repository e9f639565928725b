import { useTranslation } from 'react-i18next'
import { clockText, useLanguage } from '../../ui/index.ts'
import styles from './replay.module.css'

export type Track = {
  key: string
  /** `mark` is a moment; a span has an end. */
  parts: { from: number; to: number; text: string; kind: 'span' | 'gap' | 'mark' }[]
}
type Props = { from: number; to: number; now: number; tracks: readonly Track[]; onSeek(at: number): void }

/** One press of an arrow on the slider. */
const STEP_MS = 5_000

/** All that happened under one another on one line of time; a press anywhere goes there. */
export function TimeLine({ from, to, now, tracks, onSeek }: Props) {
  const { t } = useTranslation('sessionReplay')
  const language = useLanguage()
  const share = (at: number) => `${(Math.min(1, Math.max(0, (at - from) / (to - from))) * 100).toFixed(3)}%`
  const length = (a: number, b: number) => `${(Math.max(0, (b - a) / (to - from)) * 100).toFixed(3)}%`
  return (
    <div className={styles.line} data-timeline="">
      {tracks.map(({ key, parts }) => (
        <div key={key} className={styles.track} data-track={key}>
          <span>{t(`track.${key}`)}</span>
          <div>
            {parts.map((p) => (
              <button
                key={`${p.kind}/${p.from}/${p.text}`}
                type="button"
                data-part={p.kind}
                data-now={(p.kind === 'span' && now >= p.from && now < p.to) || undefined}
                style={{ left: share(p.from), ...(p.kind === 'mark' ? {} : { width: length(p.from, p.to) }) }}
                title={`${clockText(p.from, language)} ${p.text}`}
                onClick={() => onSeek(p.from)}
              >
                <span>{p.text}</span>
              </button>
            ))}
            <i style={{ left: share(now) }} />
          </div>
        </div>
      ))}
      <div className={styles.track}>
        <time>
          {clockText(from, language)}–{clockText(to, language)}
        </time>
        <input
          type="range"
          name="time"
          min={from}
          max={to}
          step={1}
          value={Math.round(now)}
          onChange={(e) => onSeek(Number(e.target.value))}
          onKeyDown={(e) => {
            if (e.key !== 'ArrowLeft' && e.key !== 'ArrowRight') return
            e.preventDefault()
            onSeek(now + (e.key === 'ArrowLeft' ? -STEP_MS : STEP_MS))
          }}
          aria-label={t('seek')}
          aria-valuetext={clockText(now, language)}
        />
      </div>
    </div>
  )
}
