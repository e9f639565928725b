import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/index.ts'
import styles from './operator.module.css'

export const KEYS = [
  ['F2', 'inviteNext'],
  ['F3', 'floorBack'],
  ['F4', 'compose'],
  ['F6', 'nextPane'],
  ['F7', 'spotlight'],
  ['F8', 'numbers'],
  ['F9', 'pointer'],
  ['Ctrl ⇧ M', 'muteAll'],
  ['F', 'giveOrTake'],
  ['D', 'directive'],
  ['?', 'keys'],
] as const

/** Every key of this page. */
export function KeyMap({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('bridge')
  return (
    <Dialog open onClose={onClose} title={t('layout.keys.title')}>
      <dl className={styles.keys} data-keys="">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`layout.keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

/** The few that are always at hand, at the foot of the page. */
export function KeyFoot({ onMap }: { onMap(): void }) {
  const { t } = useTranslation('bridge')
  return (
    <footer className={styles.foot}>
      {KEYS.slice(0, 8).map(([key, what]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(`layout.keys.${what}`)}
        </span>
      ))}
      <button type="button" onClick={onMap} data-action="keys">
        <kbd>?</kbd> {t('layout.keys.keys')}
      </button>
    </footer>
  )
}
