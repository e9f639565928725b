import { useTranslation } from 'react-i18next'
import { Keycaps, useAllCommands } from '../../commands/index.ts'
import { useLink } from '../../live/index.ts'
import styles from './desk.module.css'
import { clock } from './times.ts'

/** J beside K, and a row of figures as its ends: what the foot has room for. */
const SHORT: Record<string, string> = { 'desk.moveUp': 'j k', 'desk.filter': '1 9' }

/** The foot of the desk: its keys, from the list that they work by, and what the link is worth. */
export function DeskKeys({ now }: { now: number }) {
  const { t } = useTranslation('desk')
  const link = useLink()
  const commands = useAllCommands().filter((c) => c.foot && c.enabled !== false)
  // The desk's own first, what works everywhere after it.
  const sorted = [...commands].sort(
    (a, b) => Number(b.id.startsWith('desk.')) - Number(a.id.startsWith('desk.')),
  )
  return (
    <footer className={styles.keys}>
      {sorted.map((c) => (
        <span key={c.id}>
          <Keycaps keys={SHORT[c.id] ?? c.keys?.[0] ?? ''} />
          {c.foot}
        </span>
      ))}
      <span className={styles.link} data-link={link.state} title={clock(now)}>
        {t(`status.${link.state}`, { time: clock(link.since) })}
      </span>
    </footer>
  )
}
