import { useTranslation } from 'react-i18next'
import { useLink } from '../../live/index.ts'
import styles from './desk.module.css'
import { clock } from './times.ts'

const KEYS: [keys: string[], word: string][] = [
  [['J', 'K'], 'move'],
  [['Enter'], 'open'],
  [['Esc'], 'close'],
  [['A'], 'acknowledge'],
  [['S'], 'sort'],
  [['1', '–', '9'], 'filter'],
  [['/'], 'search'],
  [['V'], 'session'],
  [['F6'], 'pane'],
]

/** The foot of the desk: its keys, and what the link is worth. */
export function DeskKeys({ now }: { now: number }) {
  const { t } = useTranslation('desk')
  const link = useLink()
  return (
    <footer className={styles.keys}>
      {KEYS.map(([keys, word]) => (
        <span key={word}>
          {keys.map((k) => (k === '–' ? '–' : <kbd key={k}>{k}</kbd>))}
          {t(`keys.${word}`)}
        </span>
      ))}
      <span className={styles.link} data-link={link.state} title={clock(now)}>
        {t(`status.${link.state}`, { time: clock(link.since) })}
      </span>
    </footer>
  )
}
