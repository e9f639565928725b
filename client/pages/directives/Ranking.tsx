import { useTranslation } from 'react-i18next'
import type { DirectiveBoard } from '../../../shared/api/directives.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import styles from './directives.module.css'
import { FourStates } from './FourStates.tsx'

type Props = { board: DirectiveBoard; language: Language; chosen: string; onChoose(code: string): void }

/** Agencies by what is open beyond its time, with how many each was given. */
export function Ranking({ board, language, chosen, onChoose }: Props) {
  const { t } = useTranslation('directives')
  if (!board.addressees.length) return <p className={styles.none}>{t('noneGiven')}</p>
  return (
    <>
      <h2>{t('ranking')}</h2>
      <ol>
        {board.addressees.map((a) => (
          <li key={a.unit.code} data-addressee={a.unit.code}>
            <button type="button" aria-pressed={a.unit.code === chosen} onClick={() => onChoose(a.unit.code)}>
              <span>
                {a.unit.name[language]}
                <small data-overdue={a.openOverdue || undefined}>
                  {t('overdueOf', { count: a.openOverdue, total: a.total })}
                </small>
              </span>
              <FourStates counts={a} />
            </button>
          </li>
        ))}
      </ol>
    </>
  )
}
