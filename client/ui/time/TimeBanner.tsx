import { useTranslation } from 'react-i18next'
import { type ClockState, REPLAY_RATES } from '../../../shared/clock.ts'
import { controlReplay, setClock, useViewClock } from '../../live/index.ts'
import { clockText, dayText, longDayText } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './time.module.css'
import { useTouched } from './useReturn.ts'

type Past = Exclude<ClockState, { mode: 'live' }>

/** Above everything while the page is not live: that it is not, which time it shows, what was known then, and the way back. */
export function TimeBanner({ clock, onChoose }: { clock: Past; onChoose(): void }) {
  const { t } = useTranslation('time')
  const language = useLanguage()
  const now = useViewClock()
  const replay = clock.mode === 'replay' ? clock : null
  const touched = useTouched()
  return (
    <div
      className={styles.banner}
      data-touched={touched || undefined}
      data-clock={clock.mode}
      role="status"
      aria-live="off"
    >
      <p className={styles.what}>
        <b>{t(replay ? 'replaying' : 'fixed')}</b>
        <span>{t('notLive')}</span>
      </p>
      <time className={styles.at} dateTime={new Date(now).toISOString()}>
        <strong>{clockText(now, language)}</strong>
        <span title={longDayText(now, language)}>{dayText(now, language)}</span>
      </time>
      <p className={styles.known}>{t(`known.${clock.known}.short`)}</p>
      {replay && <p className={styles.rate}>{replay.ended ? t('ended') : `${replay.rate}×`}</p>}
      {replay && <Controls clock={replay} now={now} />}
      <span className={styles.gap} />
      <button type="button" onClick={onChoose} data-action="choose-time">
        {t('choose')}
      </button>
      <button
        type="button"
        className={styles.live}
        onClick={() => void setClock({ mode: 'live' })}
        title={`${t('goLive')} (⇧T)`}
        data-action="go-live"
      >
        {t('goLive')}
      </button>
    </div>
  )
}

function Controls({ clock, now }: { clock: Extract<ClockState, { mode: 'replay' }>; now: number }) {
  const { t } = useTranslation('time')
  const language = useLanguage()
  const runs = clock.playing && !clock.ended
  return (
    <div className={styles.controls} data-playing={runs || undefined} data-ended={clock.ended || undefined}>
      <button
        type="button"
        onClick={() => void controlReplay({ do: runs ? 'pause' : 'play' })}
        aria-label={t(runs ? 'pause' : 'play')}
        title={`${t(runs ? 'pause' : 'play')} (␣)`}
        disabled={clock.ended}
        data-action={runs ? 'pause' : 'play'}
      >
        {runs ? '❚❚' : '▶'}
      </button>
      <button
        type="button"
        onClick={() => void controlReplay({ do: 'step' })}
        aria-label={t('step')}
        title={`${t('step')} (.)`}
        disabled={clock.ended}
        data-action="step"
      >
        ▶❚
      </button>
      <fieldset className={styles.rates} aria-label={t('rate')}>
        {REPLAY_RATES.map((rate) => (
          <button
            key={rate}
            type="button"
            aria-pressed={rate === clock.rate}
            onClick={() => void controlReplay({ do: 'rate', rate })}
          >
            {rate}×
          </button>
        ))}
      </fieldset>
      <label className={styles.scrub}>
        <span className="visually-hidden">{t('position')}</span>
        <i>{clockText(clock.from, language)}</i>
        <input
          type="range"
          min={clock.from}
          max={clock.to}
          step={Math.max(1_000, Math.round((clock.to - clock.from) / 1_000))}
          value={Math.min(clock.to, Math.max(clock.from, now))}
          onChange={(e) => void controlReplay({ do: 'seek', at: Number(e.target.value) })}
          aria-valuetext={`${clockText(now, language)} ${dayText(now, language)}`}
        />
        <i>{clockText(clock.to, language)}</i>
      </label>
      {clock.ended && <em>{t('ended')}</em>}
    </div>
  )
}
