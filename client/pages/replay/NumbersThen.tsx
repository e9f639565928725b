import { useTranslation } from 'react-i18next'
import { useCells, useView } from '../../live/index.ts'
import { StatusMarks, useLanguage, Value } from '../../ui/index.ts'
import styles from './replay.module.css'

/** A unit's numbers as the screens showed them then: the page's own clock says which time that is. */
export function NumbersThen({ unit, now }: { unit: string; now: number }) {
  const { t } = useTranslation('sessionReplay')
  const language = useLanguage()
  const view = useView({ kind: 'unit', unit })
  const cells = useCells(view)
  const rows = view.cells.flatMap((meta, i) => {
    const cell = cells[i] ?? null
    return cell && Number.isFinite(cell.value) ? [{ meta, cell }] : []
  })
  if (view.status === 'refused') return <p>{view.error?.message[language]}</p>
  return (
    <table className={styles.numbers} data-numbers-then={rows.length}>
      <tbody>
        {rows.map(({ meta, cell }) => (
          <tr key={meta.series}>
            <th scope="row">{meta.name[language]}</th>
            <td>
              <Value meta={meta} cell={cell} /> {meta.symbol[language]}
              <StatusMarks flags={cell.flags} recordedAt={cell.recordedAt} now={now} language={language} />
            </td>
          </tr>
        ))}
        {rows.length === 0 && (
          <tr>
            <td>{t(view.status === 'open' ? 'noNumbers' : 'opening')}</td>
          </tr>
        )}
      </tbody>
    </table>
  )
}
