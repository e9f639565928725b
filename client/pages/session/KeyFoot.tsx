import { useTranslation } from 'react-i18next'
import { keycaps, openPanel, useAllCommands } from '../../commands/index.ts'
import styles from './operator.module.css'

const order = (keys: string) => Number(/^f(\d+)$/.exec(keys)?.[1] ?? 99)

/** The keys that are always at hand, at the foot of the page: the same list that the palette and the map of keys show. */
export function KeyFoot() {
  const { t } = useTranslation('bridge')
  const commands = useAllCommands()
    .filter((c) => c.foot && c.id.startsWith('session.'))
    .sort((a, b) => order(a.keys?.[0] ?? '') - order(b.keys?.[0] ?? ''))
  return (
    <footer className={styles.foot}>
      {commands.map((c) => (
        <span key={c.id} data-off={c.enabled === false || undefined}>
          <kbd>{keycaps(c.keys?.[0] ?? '').join(' ')}</kbd> {c.foot}
        </span>
      ))}
      <span className={styles.always}>
        <button type="button" onClick={() => openPanel('palette')} data-action="palette">
          <kbd>Ctrl K</kbd> {t('layout.keys.palette')}
        </button>
        <button type="button" onClick={() => openPanel('keys')} data-action="keys">
          <kbd>?</kbd> {t('layout.keys.keys')}
        </button>
      </span>
    </footer>
  )
}
