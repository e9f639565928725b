import { useTranslation } from 'react-i18next'
import { useLanguage } from '../ui/preferences.ts'
import styles from './duty.module.css'
import { openDuty } from './store.ts'
import { useShift } from './useShift.ts'
import { hoursText } from './words.ts'

/** In the bar of every page: which shift it is, where one stands, and what is wrong with the watch. */
export function ShiftFacts() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const now = useShift()
  if (!now) return null
  const mine = now.positions.filter((p) => now.mine.includes(p.position.id))
  const vacant = now.notes.filter((n) => n.kind === 'vacant').length
  const others = now.notes.length - vacant
  return (
    <button
      type="button"
      className={styles.facts}
      onClick={() => openDuty('positions')}
      title={t('who')}
      data-shift={`${now.shift.day}/${now.shift.no}`}
    >
      <span>
        <b>{t('shift', { no: now.shift.no })}</b> {hoursText(now.shift, language)}
      </span>
      {now.mayHold && (
        <span data-mine={now.mine.join(' ')}>
          <small>{t('position')} </small>
          <b>{mine.map((p) => p.position.name[language]).join(', ') || t('noPosition')}</b>
        </span>
      )}
      {now.notes.length > 0 && (
        <span className={styles.warn} data-notes={now.notes.length}>
          <span aria-hidden="true">▲</span>
          <em aria-hidden="true">{now.notes.length}</em>
          <small>
            {others === 0 ? t('vacantCount', { count: vacant }) : t('noteCount', { count: now.notes.length })}
          </small>
        </span>
      )}
    </button>
  )
}
