import { useMemo, useSyncExternalStore } from 'react'
import { marksOf, type NumberMark } from '../../../shared/marks.ts'
import { type LiveView, viewNow } from '../../live/index.ts'

const NEVER = () => () => {}

/** Codes of the view's indicators whose value has the mark now. Renders again only when that set changed. */
export function useMarked(view: LiveView, mark: NumberMark | null): ReadonlySet<string> {
  const { values, cells } = view
  const subscribe = useMemo(
    () => (mark ? (changed: () => void) => values.onAny(changed) : NEVER),
    [values, mark],
  )
  const codes = useSyncExternalStore(subscribe, () => {
    if (!mark) return ''
    const now = viewNow()
    return cells
      .flatMap((meta, index) => {
        const cell = values.get(index)
        const has = cell !== null && Number.isFinite(cell.value) && marksOf(cell, now).includes(mark)
        return has ? [meta.indicator] : []
      })
      .join('\n')
  })
  return useMemo(() => new Set(codes.split('\n')), [codes])
}
