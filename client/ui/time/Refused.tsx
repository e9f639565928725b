import { useTranslation } from 'react-i18next'
import type { LiveError } from '../../../shared/live.ts'
import { clockText, dayText } from '../format/index.ts'
import { useLanguage } from '../preferences.ts'
import styles from './time.module.css'

const number = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** Why a time cannot be shown; where there is none, the first and the last that there are, one press away. */
export function Refused({ error, onGo }: { error: LiveError['error']; onGo(at: number): void }) {
  const { t } = useTranslation('time')
  const language = useLanguage()
  const [first, last] = [number(error.detail?.first), number(error.detail?.last)]
  const moment = (at: number) => `${clockText(at, language)} ${dayText(at, language)}`
  return (
    <div className={styles.refused} role="alert" data-code={error.code}>
      <b>{error.message[language]}</b>
      {first !== null && last !== null && (
        <p>
          {t('there', { first: moment(first), last: moment(last) })}{' '}
          <button type="button" onClick={() => onGo(last)}>
            {t('goLast')}
          </button>
        </p>
      )}
      <small>{error.code}</small>
    </div>
  )
}
