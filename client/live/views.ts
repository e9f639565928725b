import type { Cell, Frame } from '../../shared/frame/cell.ts'
import { decodeFrame, FrameError } from '../../shared/frame/codec.ts'
import type { CellMeta, LiveError, ViewQuestion } from '../../shared/live.ts'
import { learnFromFrame } from './clock.ts'
import { heard } from './link.ts'
import { isPassing } from './passing.ts'
import { type LiveSocket, liveSocket } from './socket.ts'
import { afterClock, clockStore, heardFrame, onAnotherTime, timeGiven } from './time.ts'
import { bytesOf, type LiveView, ViewState } from './view.ts'

/** How long a view outlives its last reader, so that a page that turns back finds it. */
const LINGER_MS = 5_000
const RETRY_MS = 3_000
/** What is applied is told the server this often; when nothing comes, this late at most. */
const REPORT_MS = 1_000
const LATE_MS = 1_500

/** Open views by their question's text, with how many components read each. */
const views = new Map<
  string,
  { state: ViewState; readers: number; closing?: ReturnType<typeof setTimeout> }
>()
/** Views that were said to have changed while some answer was awaited. */
const changedSince = new Set<number>()
let wired: LiveSocket | null = null
let reportedAt = 0
let described: { scene?: string; width?: number; height?: number } = {}

/** What a wall screen shows, for the desk's list of screens; sent with the next report. */
export function describeScreen(what: { scene?: string; width?: number; height?: number }): void {
  const turned = what.scene !== described.scene
  described = what
  if (turned) for (const listener of sceneListeners) listener(what.scene ?? '')
}
const sceneListeners = new Set<(scene: string) => void>()
/** Called when the screen describes another scene than before. Returns how to stop. */
export function onScene(listener: (scene: string) => void): () => void {
  sceneListeners.add(listener)
  return () => sceneListeners.delete(listener)
}
export const sceneNow = (): string => described.scene ?? ''

export type ShownView = {
  question: ViewQuestion
  id: number | null
  epoch: number
  seq: number
  view: LiveView
}
/** The views that something on the page reads now, each with the last sequence applied. */
export function shownViews(): ShownView[] {
  return [...views.values()]
    .filter((v) => v.readers > 0)
    .map(({ state }) => {
      const { question, id, epoch, seq, store } = state
      return { question, id, epoch, seq, view: store.getState() }
    })
}

function ask(state: ViewState): void {
  const socket = liveSocket()
  if (!socket.connected || !timeGiven() || state.opening) return
  state.opening = true
  state.waiting()
  const asked = ++state.asked
  socket.timeout(10_000).emit('view:open', state.question, (error, answer) => {
    if (asked !== state.asked) return
    state.opening = false
    if (error) return void setTimeout(() => wanted(state) && ask(state), RETRY_MS)
    if ('error' in answer) return refused(state, answer)
    const before = state.id
    state.opened(answer)
    if (!wanted(state)) close(state)
    else if (before !== null && before !== answer.view && !shared(before)) socket.emit('view:close', before)
    const changed = changedSince.has(answer.view)
    if (![...views.values()].some((v) => v.state.opening)) changedSince.clear()
    if (changed && wanted(state)) ask(state)
  })
}

function refused(state: ViewState, answer: LiveError): void {
  state.refused(answer.error)
  if (isPassing(answer)) setTimeout(() => wanted(state) && ask(state), RETRY_MS)
}

function resume(state: ViewState): void {
  if (state.id === null || state.resuming || state.opening) return
  state.resuming = true
  liveSocket()
    .timeout(10_000)
    .emit('view:resume', state.id, state.epoch, state.seq, (error, answer) => {
      if (!error && 'resumed' in answer && answer.resumed) return
      state.resuming = false
      if (wanted(state)) ask(state)
    })
}

const wanted = (state: ViewState) => [...views.values()].some((v) => v.state === state)
const shared = (id: number) => [...views.values()].some((v) => v.state.id === id)

function close(state: ViewState): void {
  const id = state.id
  if (id !== null && !shared(id) && wired?.connected) wired.emit('view:close', id)
}

/** After a connection: every view goes on where it was, or is asked for. */
function takeUp(): void {
  for (const { state } of views.values()) {
    state.resuming = false
    state.opening = false
    if (state.id === null) ask(state)
    else resume(state)
  }
}

// Another time: no number of the one before may stand in it, not for a moment.
onAnotherTime(() => {
  for (const { state } of views.values()) {
    state.forget()
    if (wanted(state)) ask(state)
  }
})

function wire(socket: LiveSocket): void {
  if (wired === socket) return
  wired = socket
  const up = () => afterClock(socket, () => takeUp())
  socket.on('connect', up)
  // The link may have come before its first reader: the page's time is given all the same.
  if (socket.connected && !timeGiven()) up()
  socket.on('frame', (data) => {
    heard()
    const frame = decode(data)
    if (!frame) return
    // Only what is shown tells the time: a frame of a clock that was left may still come.
    const shown = [...views.values()].some((v) => v.state.id === frame.view && v.state.epoch === frame.epoch)
    if (shown && clockStore.getState().clock.mode === 'live') learnFromFrame(frame.serverTime)
    else if (shown) heardFrame(frame.serverTime)
    // Two questions with the same answer share one view: each keeps its own sequence.
    for (const { state } of views.values())
      if (state.id === frame.view && state.frame(frame) === 'gap') resume(state)
    // A frame that stands for several says that the server waited for this page: it hears at once that it need not.
    const waitedFor = frame.kind === 'delta' && frame.seq > frame.previous + 1
    if (waitedFor || performance.now() - reportedAt >= REPORT_MS) report(socket)
  })
  socket.on('view:changed', (id) => {
    // A view whose answer is still on its way can have changed already: that word comes before the answer.
    if ([...views.values()].some((v) => v.state.opening)) changedSince.add(id)
    for (const { state } of views.values()) if (state.id === id) ask(state)
  })
  // A report goes with the first frame after a second: the server is awake then. When no frame comes, a little later.
  setInterval(() => {
    if (performance.now() - reportedAt >= LATE_MS) report(socket)
  }, LATE_MS / 3)
}

function report(socket: LiveSocket): void {
  if (!socket.connected) return
  reportedAt = performance.now()
  const applied = [...views.values()].flatMap(({ state }): [number, number][] =>
    state.id === null ? [] : [[state.id, state.seq]],
  )
  if (applied.length || described.scene) socket.emit('applied', { views: applied, ...described })
}

function decode(data: unknown): Frame | null {
  try {
    return decodeFrame(bytesOf(data))
  } catch (error) {
    // A page older than the server: the frame is refused, the heartbeat's gap will ask again.
    if (error instanceof FrameError || error instanceof TypeError) return null
    throw error
  }
}

/** What was kept of a view; the values stand at the places of the cells. */
export type KeptView = { question: ViewQuestion; cells: CellMeta[]; values: (Cell | null)[] }
export const isKeptView = (x: unknown): x is KeptView =>
  typeof x === 'object' && x !== null && ['question', 'cells', 'values'].every((field) => field in x)
/** By the question's text, the one kept longest ago first. */
const keptViews = new Map<string, KeptView>()
/** The sections with the maps beside them, and as many scenes. */
const MOST_KEPT = 32
/** While the server is away, each question shows what was kept of it. Returns the texts of those that found no room. */
export function keepViews(views: readonly KeptView[]): string[] {
  for (const view of views) {
    const key = JSON.stringify(view.question)
    keptViews.delete(key)
    keptViews.set(key, view)
  }
  const gone = [...keptViews.keys()].slice(0, Math.max(0, keptViews.size - MOST_KEPT))
  for (const key of gone) keptViews.delete(key)
  return gone
}
export const forgetViews = (): void => keptViews.clear()

/** The view of a question, opened at its first reader and closed a little after its last. */
export function readView(question: ViewQuestion): { state: ViewState; release: () => void } {
  const key = JSON.stringify(question)
  const entry = views.get(key) ?? { state: new ViewState(question), readers: 0 }
  const kept = keptViews.get(key)
  const present = clockStore.getState().clock.mode === 'live'
  if (kept && present && !views.has(key) && !liveSocket().connected)
    entry.state.restore(kept.cells, kept.values)
  views.set(key, entry)
  clearTimeout(entry.closing)
  entry.readers++
  wire(liveSocket())
  if (entry.state.id === null) ask(entry.state)
  return {
    state: entry.state,
    release: () => {
      if (--entry.readers > 0) return
      entry.closing = setTimeout(() => {
        views.delete(key)
        close(entry.state)
      }, LINGER_MS)
    },
  }
}

/** The state of a question that is already being read, for a first render without a gap. */
export const peekView = (question: ViewQuestion): ViewState | null =>
  views.get(JSON.stringify(question))?.state ?? null

/** Which view answers a question, of which life, and where it stands: what this page shows of it now; null while it shows nothing. */
export function shownView(question: ViewQuestion): { view: number; epoch: number; seq: number } | null {
  const state = peekView(question)
  return state?.id == null ? null : { view: state.id, epoch: state.epoch, seq: state.seq }
}
