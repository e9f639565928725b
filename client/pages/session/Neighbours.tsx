import { useTranslation } from 'react-i18next'
import type { UnitStanding } from '../../../shared/api/standing.ts'
import type { Cell, CellMeta } from '../../live/index.ts'
import { useLanguage } from '../../ui/index.ts'
import styles from './numbers.module.css'
import { asOf, figure, hasValue } from './numbers.ts'

type Props = {
  standing: UnitStanding
  /** The selected indicator over all units, live. */
  cells: readonly (Cell | null)[]
  metas: readonly CellMeta[]
  own: Cell | null
}

/** The provinces around it and the nation, of the selected number; one of another period says which. */
export function Neighbours({ standing, cells, metas, own }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  if (!standing.neighbours.length) return null
  const find = (code: string, from: string) => metas.findIndex((m) => m.unit === code && m.unitFrom === from)
  return (
    <dl className={styles.neighbours} data-neighbours={standing.neighbours.length}>
      <dt>{t('numbers.neighbours')}</dt>
      {standing.neighbours.map((n) => {
        const at = find(n.code, n.from)
        const [cell, meta] = [cells[at] ?? null, metas[at]]
        const other =
          meta && hasValue(cell) && own && own.validTo !== cell.validTo && meta.period !== 'realtime'
        return (
          <dd key={n.code} data-neighbour={n.code}>
            {n.name[language]}{' '}
            <b>{meta && hasValue(cell) ? figure(cell.value, meta.decimals, language) : '–'}</b>
            {other && <small> {asOf(cell, meta, language)}</small>}
          </dd>
        )
      })}
    </dl>
  )
}
