import { useTranslation } from 'react-i18next'
import { openPanel } from '../../commands/index.ts'
import styles from './operator.module.css'

const KEYS = [
  ['F2', 'inviteNext'],
  ['F3', 'floorBack'],
  ['F4', 'compose'],
  ['F6', 'nextPane'],
  ['F7', 'spotlight'],
  ['F8', 'numbers'],
  ['F9', 'pointer'],
  ['Ctrl ⇧ M', 'muteAll'],
] as const

/** The few that are always at hand, at the foot of the page; all of them are in the map of keys. */
export function KeyFoot() {
  const { t } = useTranslation('bridge')
  return (
    <footer className={styles.foot}>
      {KEYS.map(([key, what]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(`layout.keys.${what}`)}
        </span>
      ))}
      <button type="button" onClick={() => openPanel('keys')} data-action="keys">
        <kbd>?</kbd> {t('layout.keys.keys')}
      </button>
    </footer>
  )
}
