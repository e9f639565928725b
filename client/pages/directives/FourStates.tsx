import { useTranslation } from 'react-i18next'
import type { DirectiveCounts } from '../../../shared/api/directives.ts'
import { PUBLISHED } from '../../../shared/directive.ts'
import styles from './board.module.css'

/** The four published states as one bar, in this order always; each with its number, and of how many. */
export function FourStates({ counts, words = false }: { counts: DirectiveCounts; words?: boolean }) {
  const { t } = useTranslation('directives')
  const said = PUBLISHED.map((p) =>
    t('of', { state: t(`published.${p}`), count: counts[p], total: counts.total }),
  )
  return (
    <div className={styles.four} title={said.join('\n')}>
      <span role="img" aria-label={said.join(', ')}>
        {PUBLISHED.map((p) => (
          <i key={p} data-published={p} style={{ flexGrow: counts[p] }} hidden={!counts[p]} />
        ))}
      </span>
      {words && (
        <ul>
          {PUBLISHED.map((p) => (
            <li key={p} data-published={p}>
              <i data-published={p} /> {t(`published.${p}`)}{' '}
              <b data-metric={`directives.${p}`}>
                {counts[p]}/{counts.total}
              </b>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
