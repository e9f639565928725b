import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { BoardRowView } from './BoardRowView.tsx'
import styles from './board.module.css'
import { BOARD_COLUMNS, type BoardColumn, type BoardSort, WANTS_PERSON } from './boardOrder.ts'

/** A board row is 25 px at the base type size. */
const ROW_REM = 25 / 16
const rem = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)

type Props = {
  rows: readonly BoardRow[]
  language: Language
  now: number
  sort: BoardSort
  onSort(column: BoardColumn): void
  current: string | null
  opened: string | null
  onOpen(id: string): void
  onTouch(): void
}

/** Every connection; only the rows in sight are in the document. */
export function Board(props: Props) {
  const { rows, language, now, sort, onSort, current, opened, onOpen, onTouch } = props
  const { t } = useTranslation('desk')
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => Math.round(ROW_REM * rem()),
    overscan: 8,
    getItemKey: (i) => rows[i]?.id ?? i,
  })
  const at = current === null ? -1 : rows.findIndex((r) => r.id === current)
  /** What was brought into sight; a row that only changes its place is not followed. */
  const sought = useRef<string | null>(null)
  useEffect(() => {
    if (at < 0 || sought.current === current) return
    sought.current = current
    virtual.scrollToIndex(at)
  }, [at, current, virtual])
  const firstWell = sort.column === 'state' ? rows.findIndex((r) => !WANTS_PERSON.has(r.state)) : -1
  return (
    <div ref={scroller} className={styles.scroller} onPointerMove={onTouch} data-export="in-sight">
      <table className={styles.board} aria-label={t('board.title')} aria-rowcount={rows.length + 1}>
        <thead>
          <tr className={styles.head}>
            {BOARD_COLUMNS.map((column) => (
              <th
                key={column}
                aria-sort={sort.column !== column ? 'none' : sort.descending ? 'descending' : 'ascending'}
                data-column={column}
              >
                <button
                  type="button"
                  onClick={() => onSort(column)}
                  title={t('board.sortBy', { column: t(`column.${column}`) })}
                >
                  {t(`column.${column}`)}
                  {sort.column === column && <b>{sort.descending ? '↑' : '↓'}</b>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <BoardRowView
                key={item.key}
                row={row}
                language={language}
                now={now}
                current={row.id === current}
                opened={row.id === opened}
                parted={firstWell > 0 && item.index === firstWell}
                start={item.start}
                onOpen={onOpen}
              />
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
