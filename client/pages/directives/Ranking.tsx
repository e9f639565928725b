import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DirectiveBoard, DirectiveCounts } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import styles from './board.module.css'
import { FourStates } from './FourStates.tsx'

const GROUPS = ['addressee', 'session', 'document', 'due'] as const
export type Group = (typeof GROUPS)[number]
type Row = DirectiveCounts & { key: string; name: string }
type Props = {
  board: DirectiveBoard
  language: Language
  chosen: Partial<Record<Group, string>>
  onChoose(group: Group, key: string): void
}

/** By agency, session, document or deadline: what is open beyond its time first, with how many there are of each. */
export function Ranking({ board, language, chosen, onChoose }: Props) {
  const { t } = useTranslation('directives')
  const [group, setGroup] = useState<Group>(GROUPS.find((g) => chosen[g]) ?? 'addressee')
  if (!board.addressees.length) return <p className={styles.none}>{t('noneGiven')}</p>
  const rows: Record<Group, Row[]> = {
    addressee: board.addressees.map((a) => ({ ...a, key: a.unit.code, name: a.unit.name[language] })),
    session: board.sessions.map((s) => ({ ...s, key: s.session, name: s.title })),
    document: board.documents.map((d) => ({ ...d, key: d.document, name: d.document })),
    due: board.dues.map((d) => ({ ...d, key: d.due, name: t(`bucket.${d.due}`) })),
  }
  return (
    <>
      <nav className={styles.groups} aria-label={t('groups')}>
        {GROUPS.map((g) => (
          <button key={g} type="button" aria-pressed={g === group} data-group={g} onClick={() => setGroup(g)}>
            {t(`group.${g}`)}
          </button>
        ))}
      </nav>
      <h2>{t(group === 'due' ? 'byDue' : 'ranking')}</h2>
      <ol>
        {rows[group].map((r) => (
          <li key={r.key} data-addressee={group === 'addressee' ? r.key : undefined} data-ranked={r.key}>
            <button
              type="button"
              aria-pressed={chosen[group] === r.key}
              onClick={() => onChoose(group, chosen[group] === r.key ? '' : r.key)}
            >
              <span>
                {r.name}
                <small data-overdue={r.openOverdue || undefined}>
                  {t('overdueOf', { count: r.openOverdue, total: r.total })}
                </small>
              </span>
              <FourStates counts={r} />
            </button>
          </li>
        ))}
        {rows[group].length === 0 && <li className={styles.none}>{t('noneOfGroup')}</li>}
      </ol>
    </>
  )
}
