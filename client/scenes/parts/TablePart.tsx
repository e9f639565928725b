import type { CellMeta, LiveView } from '../../live/index.ts'
import { useCell } from '../../live/index.ts'
import { unitOf } from '../../pages/wall/names.ts'
import { useLanguage, Value } from '../../ui/index.ts'
import order from '../order.module.css'
import type { PartProps } from '../Part.tsx'
import styles from '../scene.module.css'
import { useIndicator } from './Missing.tsx'

/** Units down, numbers across. */
export function TablePart({ part, view }: PartProps<'table'>) {
  const language = useLanguage()
  const nameOf = (unit: string) => view.cells.find((m) => m.unit === unit)?.unitName[language] ?? unit
  return (
    <section className={order.table}>
      {part.title && <h2 className={styles.title}>{part.title[language]}</h2>}
      <table>
        <thead>
          <tr>
            <th />
            {part.indicators.map((code) => (
              <Head key={code} code={code} meta={view.cells.find((m) => m.indicator === code)} />
            ))}
          </tr>
        </thead>
        <tbody>
          {part.units.map((unit) => (
            <tr key={unit}>
              <th>{nameOf(unit)}</th>
              {part.indicators.map((code) => (
                <Figure key={code} view={view} index={view.find(code, unit)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Head({ code, meta }: { code: string; meta: CellMeta | undefined }) {
  const language = useLanguage()
  const { indicator } = useIndicator(code)
  return (
    <th>
      {meta?.short[language] ?? indicator?.short[language] ?? code}
      {meta && <small>{unitOf(meta, language)}</small>}
    </th>
  )
}

function Figure({ view, index }: { view: LiveView; index: number }) {
  const cell = useCell(view, index)
  const meta = view.cells[index]
  return <td>{meta && cell ? <Value meta={meta} cell={cell} /> : '–'}</td>
}
