import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import type { Cell } from '../../shared/frame/cell.ts'
import type { CellMeta, ViewQuestion } from '../../shared/live.ts'
import type { FrameMark } from '../../shared/room.ts'
import type { Freshness } from '../../shared/vocabulary.ts'
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

/** Whether the server says how old things are now. Cut off in the present they age by their contracts; a past does not. */
function useTold(): boolean {
  const linked = useStore(linkStore, (link) => link.state === 'live')
  const past = useStore(clockStore, (s) => s.clock.mode !== 'live')
  return past || linked
}

/** Renders again when that instant has come; looks once a minute at least. */
function useUntil(until: number): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (!Number.isFinite(until)) return
    const wait = Math.min(Math.max(until - serverNow(), 100), 60_000)
    const timer = setTimeout(() => tick((n) => n + 1), wait)
    return () => clearTimeout(timer)
  })
}

/** Freshness of a cell now. The server says it; cut off in the present, it goes on ageing by the contract. */
export function useFreshness(cell: Cell | null, meta: CellMeta | undefined): CellFreshness {
  const told = useTold()
  const { state, since, until } = freshnessOf(cell, told ? undefined : meta, serverNow())
  useUntil(until)
  return { state, since }
}

/** The same of every cell of a view, for maps and tables: another list only when one of them turned. */
export function useAges(view: LiveView, cells: readonly (Cell | null)[]): readonly Freshness[] {
  const told = useTold()
  const now = serverNow()
  const aged = cells.map((cell, i) => freshnessOf(cell, told ? undefined : view.cells[i], now))
  useUntil(Math.min(...aged.map((a) => a.until)))
  const last = useRef<readonly Freshness[]>([])
  if (aged.length !== last.current.length || aged.some((a, i) => a.state !== last.current[i]))
    last.current = aged.map((a) => a.state)
  return last.current
}
