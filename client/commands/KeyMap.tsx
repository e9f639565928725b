import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/Dialog.tsx'
import { Keycaps } from './Keycaps.tsx'
import styles from './palette.module.css'
import { ownKeys, useAllCommands } from './registry.ts'

/** A row of keys that do the like is named by its ends. */
const endsOf = (keys: readonly string[]) => (keys.length > 3 ? [keys[0] ?? '', keys.at(-1) ?? ''] : keys)

/** Every key of this page, from the same list that the keys work by. */
export function KeyMap({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('palette')
  const all = useAllCommands()
  const commands = all.map((c) => ({ ...c, keys: ownKeys(all, c) })).filter((c) => c.keys.length > 0)
  const groups = [...new Set(commands.map((c) => c.group))]
  return (
    <Dialog open onClose={onClose} title={t('map')} wide>
      <div className={styles.map} data-key-map="">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {commands
                .filter((c) => c.group === group)
                .map((c) => (
                  <div key={c.id} data-off={c.enabled === false || undefined}>
                    <dt>
                      {endsOf(c.keys).map((k, i, shown) => (
                        <span key={k}>
                          {i > 0 && <i>{c.keys.length > shown.length ? '–' : t('or')}</i>}
                          <Keycaps keys={k} />
                        </span>
                      ))}
                    </dt>
                    <dd>{c.title}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
