import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Cell } from '../../shared/frame/cell.ts'
import type { CellMeta, ViewQuestion } from '../../shared/live.ts'
import type { FrameMark } from '../../shared/room.ts'
import { serverNow } from './clock.ts'
import { type CellFreshness, freshnessOf } from './freshness.ts'
import { linkStore } from './link.ts'
import { clockStore } from './time.ts'
import { type LiveView, ViewState } from './view.ts'
import { peekView, readView } from './views.ts'

const closed = new ViewState({ kind: 'cells', cells: [] }).store

/** Opens the view of a question while mounted. Null asks nothing. Equal questions share one view. */
export function useView(question: ViewQuestion | null): LiveView {
  const key = question ? JSON.stringify(question) : ''
  const [open, setOpen] = useState<{ key: string; state: ViewState } | null>(null)
  useEffect(() => {
    if (!key) return
    const { state, release } = readView(JSON.parse(key) as ViewQuestion)
    setOpen({ key, state })
    return release
  }, [key])
  const state = open?.key === key ? open.state : question ? peekView(question) : null
  return useStore(key && state ? state.store : closed)
}

const nothing = () => () => {}

/** One cell of a view; renders again only when that cell changed. Null before the first value's frame. */
export function useCell(view: LiveView, index: number): Cell | null {
  const { values } = view
  const subscribe = useMemo(
    () => (index < 0 ? nothing : (changed: () => void) => values.onCell(index, changed)),
    [values, index],
  )
  return useSyncExternalStore(subscribe, () => (index < 0 ? null : values.get(index)))
}

/** Which frame of the view stands on this page; null before the first. */
export function useFrame(view: LiveView): FrameMark | null {
  const { values } = view
  const subscribe = useMemo(() => (changed: () => void) => values.onAny(changed), [values])
  return useSyncExternalStore(subscribe, values.frame)
}

/** Every cell of a view, a new array after each frame: for maps and tables. */
export function useCells(view: LiveView): readonly (Cell | null)[] {
  const { values } = view
  const subscribe = useMemo(() => (changed: () => void) => values.onAny(changed), [values])
  return useSyncExternalStore(subscribe, values.list)
}

/** Freshness of a cell now. The server says it; cut off in the present, it goes on ageing by the contract. */
export function useFreshness(cell: Cell | null, meta: CellMeta | undefined): CellFreshness {
  const linked = useStore(linkStore, (link) => link.state === 'live')
  // A past does not grow older while the link is away.
  const live = useStore(clockStore, (s) => s.clock.mode !== 'live') || linked
  const [, tick] = useState(0)
  const now = freshnessOf(cell, live ? undefined : meta, serverNow())
  useEffect(() => {
    if (live || !Number.isFinite(now.until)) return
    const wait = Math.min(Math.max(now.until - serverNow(), 100), 60_000)
    const timer = setTimeout(() => tick((n) => n + 1), wait)
    return () => clearTimeout(timer)
  })
  return { state: now.state, since: now.since }
}
