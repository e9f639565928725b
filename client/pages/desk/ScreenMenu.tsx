import { Menu } from '@base-ui/react/menu'
import { useTranslation } from 'react-i18next'
import styles from './side.module.css'

const KINDS = ['rename', 'revoke'] as const
type Props = { name: string; onAsk(kind: (typeof KINDS)[number]): void }

/** What can be done with one screen from the desk. */
export function ScreenMenu({ name, onAsk }: Props) {
  const { t } = useTranslation('desk')
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.acts} aria-label={t('screens.actions', { name })}>
        ⋯
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.place} side="bottom" align="end" sideOffset={4}>
          <Menu.Popup className={styles.menu}>
            {KINDS.map((kind) => (
              <Menu.Item key={kind} className={styles.item} onClick={() => onAsk(kind)}>
                {t(`screens.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
