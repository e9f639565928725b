import { useTranslation } from 'react-i18next'
import { useCounts } from '../../live/index.ts'
import { clockText, useLanguage } from '../../ui/index.ts'
import styles from './wall.module.css'

/** What just happened, where subtitles stand. */
export function EventLine() {
  const { t } = useTranslation('wall')
  const language = useLanguage()
  const { happenings } = useCounts()
  const [row] = happenings
  return (
    <p className={styles.event} data-happening={row?.kind}>
      <span>{t('justNow')}</span>
      {row && (
        <>
          <time dateTime={new Date(row.at).toISOString()}>{clockText(row.at, language)}</time>
          {row.text[language]}
        </>
      )}
    </p>
  )
}
