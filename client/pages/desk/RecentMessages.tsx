import { useTranslation } from 'react-i18next'
import type { MessageView } from '../../../shared/api/intake.ts'

import type { Language } from '../../../shared/vocabulary.ts'
import { figure } from './figures.ts'
import styles from './panel.module.css'
import { instant } from './times.ts'

type Props = { messages: readonly MessageView[] | null; now: number; language: Language }

/** What arrived last: when, how much, what came of it, and its hash. */
export function RecentMessages({ messages, now, language }: Props) {
  const { t } = useTranslation('desk')
  const columns = ['receivedAt', 'size', 'accepted', 'unchanged', 'refused', 'commit', 'hash']
  return (
    <div className={styles.block}>
      <h3>{t('panel.messages')}</h3>
      {messages === null && <p>{t('panel.loading')}</p>}
      {messages?.length === 0 && <p>{t('panel.messagesNone')}</p>}
      {messages !== null && messages.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              {columns.map((c) => (
                <th key={c} data-column={c}>
                  {t(`panel.${c}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {messages.map((m) => (
              <tr key={m.id} data-message={m.id}>
                <td>{instant(m.receivedAt, now)}</td>
                <td className={styles.figure}>{figure(m.bytes / 1024, language)}</td>
                <td className={styles.figure}>{figure(m.accepted, language)}</td>
                <td className={styles.figure}>{m.unchanged ? figure(m.unchanged, language) : '–'}</td>
                <td className={styles.figure} data-tone={m.refused ? 'amber' : undefined}>
                  {m.refused ? figure(m.refused, language) : '–'}
                </td>
                <td className={styles.figure}>{figure(m.committedAt - m.receivedAt, language)}</td>
                <td className={styles.hash} title={m.sha256}>
                  {m.sha256.slice(0, 10)}…{m.sha256.slice(-6)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
