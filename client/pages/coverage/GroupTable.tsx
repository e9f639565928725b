import { useTranslation } from 'react-i18next'
import type { SupplyGroup, SupplyView } from '../../../shared/api/supply.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { figure } from '../desk/figures.ts'
import styles from './coverage.module.css'
import { rateOf } from './rate.ts'
import { COLUMNS } from './supplySheet.ts'

type Props = { view: SupplyView; language: Language; chosen: string | null; onChoose(key: string): void }

/** A line a group, the one that lacks most first; a press opens its missing values. */
export function GroupTable({ view, language, chosen, onChoose }: Props) {
  const { t } = useTranslation('coverage')
  const cells = (g: SupplyGroup) =>
    COLUMNS.map((c) => (
      <td
        key={c}
        className={styles.figure}
        data-metric={`supply.${g.key}.${c}`}
        data-tone={(c === 'missing' || c === 'late' || c === 'refused') && g[c] ? 'amber' : undefined}
      >
        {g[c] === null ? '–' : figure(g[c], language)}
      </td>
    ))
  const rate = (g: SupplyGroup) => {
    const r = rateOf(g)
    return <td className={styles.figure}>{r === null ? '–' : `${r} %`}</td>
  }
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{t('column.name')}</th>
          <th className={styles.figure}>{t('column.rate')}</th>
          {COLUMNS.map((c) => (
            <th key={c} className={styles.figure}>
              {t(`column.${c}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr data-total={view.total.agreed} className={styles.total}>
          <td>{t('total')}</td>
          {rate(view.total)}
          {cells(view.total)}
        </tr>
        {view.groups.map((g) => (
          <tr key={g.key} data-group={g.key} aria-selected={g.key === chosen}>
            <td>
              <button type="button" onClick={() => onChoose(g.key)}>
                {g.name[language]}
              </button>
            </td>
            {rate(g)}
            {cells(g)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
