// The order a person sees: sorted by the server's latest word, but never moving under the cursor.
import { useEffect, useMemo, useRef, useState } from 'react'
import type { BoardRow } from '../../../shared/live.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { type BoardFilter, type BoardSort, filterBoard, holdOrder, sortBoard } from './boardOrder.ts'

/** No row moves within this time of a key or a pointer's movement over the board. */
const QUIET_MS = 2_000

export type ShownBoard = {
  rows: BoardRow[]
  /** Rows that would stand elsewhere if sorted now. */
  moved: number
  resort(): void
  /** A key or the pointer: hold the order for a while. */
  touched(): void
}

export function useBoardRows(
  all: readonly BoardRow[],
  filter: BoardFilter,
  sort: BoardSort,
  language: Language,
): ShownBoard {
  const wanted = useMemo(
    () => sortBoard(filterBoard(all, filter), sort, language),
    [all, filter, sort, language],
  )
  const [holding, setHolding] = useState(false)
  const held = useRef<string[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // A new filter or order is the person's own wish: it takes effect at once.
  const asked = useRef({ filter, sort })
  const fresh = asked.current.filter !== filter || asked.current.sort !== sort
  asked.current = { filter, sort }
  const shown = holding && !fresh ? holdOrder(wanted, held.current) : { rows: wanted, moved: 0 }
  held.current = shown.rows.map((r) => r.id)
  return {
    ...shown,
    resort() {
      clearTimeout(timer.current)
      setHolding(false)
    },
    touched() {
      setHolding(true)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setHolding(false), QUIET_MS)
    },
  }
}
