import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AlertLine } from '../../shared/alert.ts'
import type {
  AttentionRow,
  BoardPatch,
  BoardRow,
  Counts,
  HappeningRow,
  LiveError,
  ScreenRow,
  WallAlarm,
  WallAlarmCounts,
} from '../../shared/live.ts'
import { BEAT_CELL_MS, BEAT_CELLS } from '../../shared/live.ts'
import { isPassing } from './passing.ts'
import { type LiveSocket, liveSocket } from './socket.ts'
import { afterClock, onAnotherTime, timeGiven } from './time.ts'

export type LiveCounts = {
  /** In force and coming, newest first. */
  alerts: readonly AlertLine[]
  /** Alarms on the wall by their rule, the gravest first. */
  wallAlarms: readonly WallAlarm[]
  /** All of them, by severity. */
  wallAlarmCounts: WallAlarmCounts
  counts: Counts | null
  /** Newest first, at most 50. */
  happenings: readonly HappeningRow[]
  /** Every connection that this page may see, for the strip of connections. */
  connections: readonly BoardRow[]
}
export type BoardState = {
  status: 'opening' | 'open' | 'refused'
  error: LiveError['error'] | null
  rows: readonly BoardRow[]
  screens: readonly ScreenRow[]
  attention: readonly AttentionRow[]
}
export type { LinkState } from './link.ts'

const KEPT_HAPPENINGS = 50
const RETRY_MS = 3_000

const NO_ALARMS = { wallAlarms: [], wallAlarmCounts: { critical: 0, high: 0, medium: 0, low: 0 } }
export const countsStore = createStore<LiveCounts>(() => ({
  counts: null,
  happenings: [],
  alerts: [],
  ...NO_ALARMS,
  connections: [],
}))
const NO_ROWS = { rows: [], screens: [], attention: [] }
export const boardStore = createStore<BoardState>(() => ({ status: 'opening', error: null, ...NO_ROWS }))

/** The causes with the news laid over them, newest first. */
export function patchCauses(
  causes: readonly AttentionRow[],
  { rows, gone }: { rows: readonly AttentionRow[]; gone: readonly number[] },
): AttentionRow[] {
  const byId = new Map(causes.map((c) => [c.id, c]))
  for (const row of rows) byId.set(row.id, row)
  for (const id of gone) byId.delete(id)
  return [...byId.values()].sort((a, b) => b.since - a.since || b.id - a.id)
}

/** Rows with the patches laid over them; a row that is new arrives whole, one that is gone is named. */
export function patchRows(rows: readonly BoardRow[], patches: readonly BoardPatch[]): BoardRow[] {
  const byId = new Map(rows.map((r) => [r.id, r]))
  for (const { beatTail, ...row } of patches) {
    const known = byId.get(row.id)
    const beat = row.beat ?? (known ? joinBeat(known, row.beatEnd, beatTail) : beatTail)
    byId.set(row.id, { ...row, beat })
  }
  return [...byId.values()]
}

/** `tail` are the newest cells up to `end`; what stood before them moves left by the cells that have passed. */
function joinBeat(known: BoardRow, end: number, tail: BoardRow['beat']): BoardRow['beat'] {
  const passed = Math.round((end - known.beatEnd) / BEAT_CELL_MS)
  return [...known.beat.slice(passed, passed + BEAT_CELLS - tail.length), ...tail]
}

/** What a page would come back with: the strip of connections says how they are, not how they were. */
export const countsNow = (): LiveCounts => ({ ...countsStore.getState(), connections: [] })
/** What was last known, until the server says more. */
export const restoreCounts = (counts: LiveCounts): void => countsStore.setState(counts)

let readers = { counts: 0, board: 0 }
let wired: LiveSocket | null = null

/** Raised with each connection and each other time: an answer to a question of before is not taken. */
let asked = 0

function watchCounts(socket: LiveSocket): void {
  const mine = asked
  socket.timeout(10_000).emit('counts:watch', (error, answer) => {
    if (mine !== asked) return
    if (error || 'error' in answer) return void setTimeout(() => refresh('counts'), RETRY_MS)
    const { beats: connections, ...told } = answer
    countsStore.setState({ ...told, connections })
  })
}

function watchBoard(socket: LiveSocket): void {
  const mine = asked
  socket.timeout(10_000).emit('board:watch', (error, answer) => {
    if (mine !== asked) return
    if (error || ('error' in answer && isPassing(answer)))
      return void setTimeout(() => refresh('board'), RETRY_MS)
    if ('error' in answer) return boardStore.setState({ ...NO_ROWS, status: 'refused', error: answer.error })
    boardStore.setState({ status: 'open', error: null, ...answer })
  })
}

// Another time: nothing of the one before stays on the lists.
onAnotherTime(() => {
  asked++
  countsStore.setState({ counts: null, happenings: [], alerts: [], ...NO_ALARMS, connections: [] })
  boardStore.setState({ status: 'opening', error: null, ...NO_ROWS })
  refresh('counts')
  refresh('board')
})

function refresh(what: 'counts' | 'board'): void {
  const socket = liveSocket()
  if (!socket.connected || !timeGiven() || !readers[what]) return
  if (what === 'counts') watchCounts(socket)
  else watchBoard(socket)
}

function wire(): void {
  const socket = liveSocket()
  if (wired === socket) return
  wired = socket
  const up = () =>
    afterClock(socket, () => {
      asked++
      refresh('counts')
      refresh('board')
    })
  socket.on('connect', up)
  // The link may have come before its first reader: the page's time is given all the same.
  if (socket.connected && !timeGiven()) up()
  socket.on('counts', (counts) => countsStore.setState({ counts }))
  socket.on('happening', (row) =>
    countsStore.setState((s) => ({ happenings: [row, ...s.happenings].slice(0, KEPT_HAPPENINGS) })),
  )
  socket.on('alarms:wall', (wallAlarms, wallAlarmCounts) =>
    countsStore.setState({ wallAlarms, wallAlarmCounts }),
  )
  socket.on('alerts', (alerts) => countsStore.setState({ alerts }))
  socket.on('board:rows', (patches) => {
    if (readers.counts) countsStore.setState((s) => ({ connections: patchRows(s.connections, patches) }))
    if (readers.board) boardStore.setState((s) => ({ rows: patchRows(s.rows, patches) }))
  })
  socket.on('screens:rows', (screens) => boardStore.setState({ screens }))
  socket.on('attention:rows', (attention) => boardStore.setState({ attention }))
  socket.on('attention:news', (news) =>
    boardStore.setState((s) => ({ attention: patchCauses(s.attention, news) })),
  )
}

/** Counts a reader of a feed; asks the server at the first. Returns how to stop. */
export function readFeed(what: 'counts' | 'board'): () => void {
  wire()
  readers = { ...readers, [what]: readers[what] + 1 }
  if (readers[what] === 1) refresh(what)
  return () => {
    readers = { ...readers, [what]: readers[what] - 1 }
  }
}

export type Feed<T> = StoreApi<T>
