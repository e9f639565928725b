import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { AlarmView } from '../../shared/api/alarms.ts'
import type { AlarmCounts, AlarmNews, LiveError } from '../../shared/live.ts'
import { isPassing } from './passing.ts'
import { type LiveSocket, liveSocket } from './socket.ts'

export type AlarmList = {
  status: 'opening' | 'open' | 'refused'
  error: LiveError['error'] | null
  /** Every alarm that has not ended, by id; grows piece by piece after the page opens. */
  byId: ReadonlyMap<number, AlarmView>
  counts: AlarmCounts
}
const NONE: AlarmCounts = {
  ...{ open: 0, active: 0, shelved: 0, waiting: { critical: 0, high: 0, medium: 0, low: 0 } },
}
const RETRY_MS = 3_000
const store = createStore<AlarmList>(() => ({
  ...{ status: 'opening', error: null, byId: new Map(), counts: NONE },
}))

/** The list with a piece of news laid over it. */
export function withNews(
  byId: ReadonlyMap<number, AlarmView>,
  { rows, gone }: Pick<AlarmNews, 'rows' | 'gone'>,
): Map<number, AlarmView> {
  const next = new Map(byId)
  for (const row of rows) next.set(row.id, row)
  for (const id of gone) next.delete(id)
  return next
}

let readers = 0
let wired: LiveSocket | null = null

function watch(): void {
  const socket = liveSocket()
  if (!socket.connected || !readers) return
  socket.timeout(10_000).emit('alarms:watch', (error, answer) => {
    if (error || ('error' in answer && isPassing(answer))) return void setTimeout(watch, RETRY_MS)
    // Whose right was taken, or who came after another, has none of what stood before.
    if ('error' in answer)
      return store.setState({ status: 'refused', error: answer.error, byId: new Map(), counts: NONE })
    const { counts, ...news } = answer
    store.setState({ status: 'open', error: null, byId: withNews(new Map(), news), counts })
  })
}

function wire(): void {
  const socket = liveSocket()
  if (wired === socket) return
  wired = socket
  socket.on('connect', watch)
  socket.on('alarms:news', ({ counts, ...news }) =>
    store.setState((s) => ({ counts, byId: withNews(s.byId, news) })),
  )
}

function read(): () => void {
  wire()
  readers++
  if (readers === 1) watch()
  return () => {
    readers--
  }
}

/** The alarms as they stand now, whatever time the page shows: an alarm is always of the present. */
export function useAlarms(): AlarmList {
  useEffect(read, [])
  return useStore(store)
}
