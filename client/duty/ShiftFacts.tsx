import { useTranslation } from 'react-i18next'
import { useLanguage } from '../ui/preferences.ts'
import styles from './duty.module.css'
import { openDuty } from './store.ts'
import { useShift } from './useShift.ts'
import { calledBy, hoursText } from './words.ts'

/** In the bar of every page: which shift it is, who leads it, where one stands, and what is wrong with the watch. */
export function ShiftFacts() {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const now = useShift()
  if (!now) return null
  const mine = now.positions.filter((p) => now.mine.includes(p.position.id))
  const chief = now.positions.find((p) => p.position.chief)
  const who = now.positions.flatMap(({ position, holders }) =>
    holders.length ? [`${position.name[language]}: ${holders.map((h) => h.displayName).join(', ')}`] : [],
  )
  const vacant = now.notes.filter((n) => n.kind === 'vacant').length
  const others = now.notes.length - vacant
  return (
    <button
      type="button"
      className={styles.facts}
      onClick={() => openDuty('positions')}
      title={[t('title', { no: now.shift.no, hours: hoursText(now.shift, language) }), ...who].join('\n')}
      data-shift={`${now.shift.day}/${now.shift.no}`}
    >
      <span>
        <b>{t('shift', { no: now.shift.no })}</b> <i>{hoursText(now.shift, language)}</i>
      </span>
      {chief && !now.mine.includes(chief.position.id) && (
        <span data-chief={chief.holders.map((h) => h.username).join(' ')}>
          {chief.position.code}{' '}
          <b>{chief.holders.map((h) => calledBy(h.displayName)).join(', ') || t('vacantShort')}</b>
        </span>
      )}
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
