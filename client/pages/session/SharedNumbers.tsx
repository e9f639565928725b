import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView } from '../../../shared/live.ts'
import type { FrameMark } from '../../../shared/room.ts'
import { type CellMeta, type LiveView, useCell, useCells, useFrame, useView } from '../../live/index.ts'
import { StatusMarks, useLanguage, Value } from '../../ui/index.ts'
import { FrameLine } from './FrameLine.tsx'
import { asOf, hasValue, targetText } from './numbers.ts'
import styles from './pointer.module.css'
import { Ring } from './Ring.tsx'
import { usePointer } from './usePointer.ts'

type Props = {
  point: BridgePointView
  /** What stands here is told to the other end. */
  onFrame(frame: FrameMark | null): void
}

/** The very cells that the chair has before them, on the page of the province that they are about. */
export function SharedNumbers({ point, onFrame }: Props) {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const field = useRef<HTMLElement>(null)
  const view = useView({ kind: 'unit', unit: point.unit })
  const cells = useCells(view)
  const frame = useFrame(view)
  const mark = usePointer()
  useEffect(() => {
    onFrame(frame)
  }, [frame, onFrame])
  useEffect(() => () => onFrame(null), [onFrame])
  const rows = view.cells
    .map((meta, index) => ({ meta, index }))
    .filter(({ meta, index }) => meta.unit === point.unit && hasValue(cells[index] ?? null))
  const pointed = mark?.unit === point.unit ? mark : null
  return (
    <section ref={field} className={styles.shared} aria-label={t('numbers.title')} data-shared={point.unit}>
      <FrameLine here={frame} there={pointed?.frame ?? frame} name={point.name[language]} />
      {view.status === 'open' && !rows.length && <p className={styles.frame}>{t('numbers.none')}</p>}
      <table>
        <tbody>
          {rows.map(({ meta, index }) => (
            <SharedRow key={meta.series} view={view} index={index} meta={meta} />
          ))}
        </tbody>
      </table>
      <Ring field={field} mark={pointed} label={t('pointer.chair')} />
    </section>
  )
}

function SharedRow({ view, index, meta }: { view: LiveView; index: number; meta: CellMeta }) {
  const language = useLanguage()
  const cell = useCell(view, index)
  return (
    <tr data-row={meta.indicator}>
      <th scope="row">{meta.short[language] || meta.name[language]}</th>
      <td className={styles.value}>
        <Value meta={meta} cell={cell} />
        <small>{meta.symbol[language]}</small>
      </td>
      <td className={styles.target}>{targetText(meta, language) ?? '–'}</td>
      <td className={styles.asOf}>
        {cell && hasValue(cell) ? asOf(cell, meta, language) : '–'}
        {cell && <StatusMarks {...cell} now={cell.validFrom} language={language} short />}
      </td>
    </tr>
  )
}
