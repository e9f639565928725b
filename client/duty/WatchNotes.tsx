import { useTranslation } from 'react-i18next'
import type { ShiftNow } from '../../shared/api/shifts.ts'
import { useServerClock } from '../live/index.ts'
import { momentText } from '../ui/format/index.ts'
import { useLanguage } from '../ui/preferences.ts'
import styles from './duty.module.css'

/** What is wrong with the watch, in plain words. */
export function WatchNotes({ now }: { now: ShiftNow }) {
  const { t } = useTranslation('shifts')
  const language = useLanguage()
  const at = useServerClock()
  if (!now.notes.length) return null
  const name = (id: string | undefined) =>
    now.positions.find((p) => p.position.id === id)?.position.name[language] ?? id ?? ''
  return (
    <ul className={styles.notes}>
      {now.notes.map((n) => (
        <li key={`${n.kind}/${n.position ?? ''}/${n.account ?? ''}`} data-note={n.kind}>
          <span aria-hidden="true">▲</span>
          {t(`note.${n.kind}`, {
            position: name(n.position),
            positions: (n.positions ?? []).map(name).join(', '),
            name: n.displayName ?? '',
            presence: n.presence && t(`presenceWord.${n.presence}`),
            time: n.since === undefined ? '' : momentText(n.since, at, language),
          })}
        </li>
      ))}
    </ul>
  )
}
