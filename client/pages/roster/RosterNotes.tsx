import { useTranslation } from 'react-i18next'
import type { Position, RosterView } from '../../../shared/api/shifts.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { shortDay } from '../../duty/index.ts'
import styles from './roster.module.css'

type Props = { roster: RosterView; positions: readonly Position[]; language: Language }

/** What the week leaves open: how many needed places, and every person planned for two at once. */
export function RosterNotes({ roster, positions, language }: Props) {
  const { t } = useTranslation('shifts')
  const gaps = roster.notes.filter((n) => n.kind === 'gap').length
  const doubles = roster.notes.filter((n) => n.kind === 'double')
  const name = (id: string) => positions.find((p) => p.id === id)?.name[language] ?? id
  if (!gaps && !doubles.length) return null
  return (
    <ul className={styles.notes}>
      {gaps > 0 && (
        <li data-note="gaps">
          <span aria-hidden="true">▲</span>
          {t('roster.gaps', { count: gaps })}
        </li>
      )}
      {doubles.map((n) => (
        <li key={`${n.day}/${n.no}/${n.account}`} data-note="double">
          <span aria-hidden="true">▲</span>
          {t('roster.double', {
            name: roster.people.find((p) => p.account === n.account)?.displayName ?? '',
            day: shortDay(n.day),
            no: n.no,
            positions: (n.positions ?? []).map(name).join(', '),
          })}
        </li>
      ))}
    </ul>
  )
}
