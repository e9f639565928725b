import { useTranslation } from 'react-i18next'
import { useClock } from '../../live/index.ts'
import { clockText, dayText, useLanguage } from '../../ui/index.ts'
import styles from './range.module.css'
import { RANGE_IDS, type RangeId } from './ranges.ts'

/** 1 h, 24 h, 7 d, 30 d, 1 y, all; the page's own range where one was chosen with its time. */
export function RangeChoice({ range, onRange }: { range: RangeId; onRange(range: RangeId): void }) {
  const { t } = useTranslation('charts')
  const language = useLanguage()
  const clock = useClock()
  if (clock.mode === 'fixed' && clock.from !== null) {
    const moment = (at: number) => `${clockText(at, language)} ${dayText(at, language)}`
    return (
      <span className={styles.own} data-range="own">
        {moment(clock.from)} – {moment(clock.at)}
      </span>
    )
  }
  return (
    <fieldset className={styles.choice} aria-label={t('range.choose')} data-export="no">
      {RANGE_IDS.map((id) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === range}
          data-range={id}
          onClick={() => onRange(id)}
        >
          {t(`range.${id}`)}
        </button>
      ))}
    </fieldset>
  )
}
