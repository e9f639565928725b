import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { By, MissingView } from '../../../shared/api/supply.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { api } from '../../api/index.ts'
import { useServerClock } from '../../live/index.ts'
import { Problem, periodText } from '../../ui/index.ts'
import { instant } from '../desk/times.ts'
import styles from './coverage.module.css'

type Props = { kind: string; period: string; by: By; group: string; language: Language }

/** Each value that did not come: which, from whom, since when it is due, and how its connection stands. */
export function MissingValues({ kind, period, by, group, language }: Props) {
  const { t } = useTranslation(['coverage', 'desk'])
  const now = useServerClock()
  const found = useQuery({
    queryKey: ['supply', 'missing', kind, period, by, group],
    queryFn: () =>
      api.get<MissingView>(`/api/supply/missing?${new URLSearchParams({ kind, period, by, key: group })}`),
  })
  const list = found.data?.values ?? []
  return (
    <aside className={styles.missing} data-pane="missing">
      <h2>{t('missingTitle', { period: periodText(period, language) })}</h2>
      <Problem error={found.error} />
      {found.isSuccess && list.length === 0 && <p className={styles.none}>{t('nothingMissing')}</p>}
      <ul>
        {list.map((m) => (
          <li key={`${m.indicator}/${m.unit}`} data-missing={`${m.indicator}/${m.unit}`}>
            <b>{m.indicatorName[language]}</b>
            <span>
              {m.unitName[language]} ({m.indicator}, {m.unit})
            </span>
            <small data-tone={m.overdue ? 'amber' : undefined}>
              {t(m.overdue ? 'overdue' : 'notYet', { time: instant(m.lateAt, now) })}
            </small>
            <small>
              {m.connectionName[language]} ({m.connection}), {m.agencyName[language]},{' '}
              {t(`desk:state.${m.state}`)}
            </small>
            {m.refused && (
              <small data-tone="amber" data-refused={m.refused.code}>
                <Link to={`/quarantine?connection=${encodeURIComponent(m.connection)}`}>
                  {t('sentRefused', { reason: m.refused.reason[language] })}
                </Link>
              </small>
            )}
            {m.note && <small>{m.note}</small>}
          </li>
        ))}
      </ul>
      {found.data?.more && <p className={styles.none}>{t('moreMissing', { count: list.length })}</p>}
    </aside>
  )
}
