import { useTranslation } from 'react-i18next'
import type { CauseView } from '../../../shared/api/quarantine.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { useServerClock } from '../../live/index.ts'
import { figure } from '../desk/figures.ts'
import { instant } from '../desk/times.ts'
import { causeKey } from './cause.ts'
import styles from './quarantine.module.css'

type Props = {
  causes: readonly CauseView[]
  chosen: string | null
  language: Language
  onChoose(cause: CauseView): void
}

/** Why rows are refused, the reason with most rows first. */
export function CauseList({ causes, chosen, language, onChoose }: Props) {
  const { t } = useTranslation('quarantine')
  const now = useServerClock()
  return (
    <ul className={styles.causes}>
      {causes.map((c) => (
        <li key={causeKey(c)}>
          <button
            type="button"
            aria-pressed={causeKey(c) === chosen}
            data-cause={c.code}
            data-value={c.value}
            onClick={() => onChoose(c)}
          >
            <b>{c.value || c.reason[language]}</b>
            <span className={styles.count} data-rows={c.rows}>
              {figure(c.rows, language)}
            </span>
            <small>
              {c.value ? c.reason[language] : t(`field.${c.field || 'row'}`)}
              {' · '}
              {c.code}
            </small>
            <small className={styles.when}>{instant(c.lastAt, now)}</small>
            <small className={styles.from}>
              {c.connections
                .slice(0, 3)
                .map((k) => `${k.name[language]} (${figure(k.rows, language)})`)
                .join(', ')}
              {c.connections.length > 3 && `, ${t('others', { count: c.connections.length - 3 })}`}
            </small>
          </button>
        </li>
      ))}
    </ul>
  )
}
