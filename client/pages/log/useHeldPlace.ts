import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** What comes in above moves nothing under a reader's eyes: who has scrolled down stays with the entry he reads. */
export function useHeldPlace(
  list: RefObject<HTMLElement | null>,
  rows: Virtualizer<HTMLDivElement, Element>,
  entries: readonly { id: number }[],
): void {
  const first = useRef<number | null>(null)
  useLayoutEffect(() => {
    const at = first.current === null ? 0 : entries.findIndex((e) => e.id === first.current)
    first.current = entries[0]?.id ?? null
    const above = rows.measurementsCache[at]?.start
    if (at > 0 && above && list.current && list.current.scrollTop > 0) list.current.scrollTop += above
  }, [entries, list, rows])
}
