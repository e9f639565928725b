import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { LogEntryView } from '../../shared/api/logbook.ts'
import { groupOf } from '../../shared/log.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { dayText, minuteText } from '../ui/format/index.ts'
import styles from './duty.module.css'
import { snapshotText } from './snapshotText.ts'

type Props = {
  entry: LogEntryView
  now: number
  language: Language
  /** Asked for when the reader may correct it. */
  onCorrect?: ((entry: LogEntryView) => void) | undefined
  onGo?: (id: number) => void
  full?: boolean
}

/** One entry: when, from which position, what; what was corrected stays readable, struck through. */
export function LogLine({ entry, now, language, onCorrect, onGo, full = false }: Props) {
  const { t } = useTranslation('shifts')
  const { snapshot, corrects, correctedBy } = entry
  const another = dayText(entry.at, language) !== dayText(now, language)
  return (
    <article
      className={full ? `${styles.entry} ${styles.full}` : styles.entry}
      data-entry={entry.id}
      data-kind={entry.kind}
      data-automatic={entry.automatic || undefined}
      data-corrected={correctedBy ?? undefined}
    >
      <time dateTime={new Date(entry.at).toISOString()}>
        {another && <small>{dayText(entry.at, language)}</small>} {minuteText(entry.at, language)}
      </time>
      <b title={entry.position?.name[language] ?? (entry.automatic ? t('log.automatic') : '')}>
        {entry.position?.code ?? (entry.automatic ? t('log.auto') : '–')}
      </b>
      <div>
        <p>{entry.text[language]}</p>
        {snapshot && (
          <p className={styles.snapshot} data-snapshot={snapshot.kind}>
            {snapshot.href ? (
              <Link to={snapshot.href}>{snapshot.name[language]}</Link>
            ) : (
              <span>{snapshot.name[language]}</span>
            )}
            {': '}
            {snapshotText(snapshot, now, language, (k, v) => t(k, v ?? {}))}
            {snapshot.simulated && <i data-simulated="">{t('log.simulated')}</i>}
          </p>
        )}
        {corrects !== null && (
          <p className={styles.mark}>
            {t('log.corrects')}{' '}
            {onGo ? (
              <button type="button" onClick={() => onGo(corrects)}>
                #{corrects}
              </button>
            ) : (
              `#${corrects}`
            )}
            {entry.reason && `: ${entry.reason}`}
          </p>
        )}
        {correctedBy !== null && (
          <p className={styles.mark}>
            {t('log.correctedBy')}{' '}
            {onGo ? (
              <button type="button" onClick={() => onGo(correctedBy)}>
                #{correctedBy}
              </button>
            ) : (
              `#${correctedBy}`
            )}
          </p>
        )}
      </div>
      {full && (
        <>
          <span className={styles.quiet}>{entry.by ?? t('log.system')}</span>
          <span className={styles.quiet}>{t(`log.group.${groupOf(entry.kind)}`)}</span>
          <span className={styles.quiet}>
            #{entry.id}
            {entry.locked && ` · ${t('log.locked')}`}
          </span>
          <span>
            {onCorrect && !entry.automatic && !entry.locked && correctedBy === null && (
              <button type="button" onClick={() => onCorrect(entry)} data-act="correct">
                {t('log.correct')}
              </button>
            )}
          </span>
        </>
      )}
    </article>
  )
}
