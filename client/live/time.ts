// The page's one clock: live, a fixed moment, or a replay. Everything shown speaks of the same time.
import { createStore } from 'zustand/vanilla'
import {
  type AsOf,
  asOf,
  type ClockState,
  type ClockWanted,
  LIVE_CLOCK,
  type ReplayControl,
} from '../../shared/clock.ts'
import type { LiveError } from '../../shared/live.ts'
import { monotonic, serverNow } from './clock.ts'
import { type LiveSocket, liveSocket } from './socket.ts'

export type PageClock = {
  clock: ClockState
  /** Asked for and not yet answered. */
  setting: boolean
  /** Why the last wish was refused; null after the next. */
  error: LiveError['error'] | null
}
export const clockStore = createStore<PageClock>(() => ({ clock: LIVE_CLOCK, setting: false, error: null }))

const PATIENCE_MS = 30_000
const LIVE = { mode: 'live' } as const
let wanted: ClockWanted = LIVE
/** Where the clock stood when it was last heard of. */
let anchor = { at: 0, heardAt: 0 }
let wired: LiveSocket | null = null
let restoring: Promise<void> | null = null
const listeners = new Set<() => void>()

/** Called after the page's time became another: what is shown must be asked for anew. Returns how to stop. */
export function onAnotherTime(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function heardOf(clock: ClockState, error: PageClock['error'] = null): void {
  if (clock.mode !== 'live') anchor = { at: clock.at, heardAt: monotonic() }
  clockStore.setState({ clock, setting: false, error })
}

/** A frame of a replay carries its time too, finer than once a second. */
export function heardFrame(at: number): void {
  if (clockStore.getState().clock.mode === 'replay') anchor = { at, heardAt: monotonic() }
}

/** The time that the page speaks of, ms since 1970. */
export function viewNow(): number {
  const { clock } = clockStore.getState()
  if (clock.mode === 'live') return serverNow()
  if (clock.mode === 'fixed') return clock.at
  if (!clock.playing || clock.ended) return anchor.at
  return Math.min(clock.to, anchor.at + (monotonic() - anchor.heardAt) * clock.rate)
}

/** The page's time in the words of the read interfaces. */
export function pageAsOf(): AsOf {
  const { clock } = clockStore.getState()
  return clock.mode === 'live'
    ? {}
    : asOf({ mode: 'fixed', at: Math.round(viewNow()), from: null, known: clock.known })
}

function wire(socket: LiveSocket): void {
  if (wired === socket) return
  wired = socket
  socket.on('clock', (clock) => {
    // A word from a clock that was left meanwhile says nothing.
    const known = clockStore.getState()
    if (known.setting || known.clock.mode !== clock.mode) return
    heardOf(clock)
  })
}

/** The time that a page is opened with, before it has asked for anything. */
export function startClock(wish: ClockWanted): void {
  if (wish.mode === 'live') return
  wanted = wish
  clockStore.setState({ setting: true })
}

/** Asks for another time; returns whether it is shown now. Refused or unanswered, the page stays where it is and says why. */
export async function setClock(wish: ClockWanted): Promise<boolean> {
  const socket = liveSocket()
  wire(socket)
  const before = clockStore.getState().clock
  clockStore.setState({ setting: true, error: null })
  try {
    const answer = await socket.timeout(PATIENCE_MS).emitWithAck('clock:set', wish)
    if ('error' in answer) {
      heardOf(before, answer.error)
      return false
    }
    wanted = wish
    heardOf(answer.clock)
    for (const listener of listeners) listener()
    return true
  } catch {
    heardOf(before, {
      code: 'NOT_READY',
      message: { vi: 'Máy chủ chưa trả lời, xin thử lại', en: 'The server has not answered; try again' },
    })
    return false
  }
}

/** Steers the replay that runs. */
export async function controlReplay(control: ReplayControl): Promise<void> {
  try {
    const answer = await liveSocket().timeout(PATIENCE_MS).emitWithAck('clock:control', control)
    if ('error' in answer) clockStore.setState({ error: answer.error })
    else heardOf(answer.clock)
  } catch {} // The link is away: it says so itself.
}

/** A socket that comes back is live again: before anything is asked on it, it is given the page's time. */
export function afterClock(socket: LiveSocket, then: () => void): void {
  wire(socket)
  if (wanted.mode === 'live') {
    then()
    return
  }
  restoring ??= restore(socket).finally(() => {
    restoring = null
  })
  void restoring.then(then)
}

async function restore(socket: LiveSocket): Promise<void> {
  const { clock } = clockStore.getState()
  if (wanted.mode === 'replay' && clock.mode === 'replay')
    wanted = {
      ...wanted,
      at: Math.round(viewNow()),
      rate: clock.rate,
      playing: clock.playing && !clock.ended,
    }
  try {
    const answer = await socket.timeout(PATIENCE_MS).emitWithAck('clock:set', wanted)
    if (!('error' in answer)) return heardOf(answer.clock)
    wanted = LIVE
    heardOf(LIVE_CLOCK, answer.error)
    for (const listener of listeners) listener()
  } catch {} // Gone again: the next connection tries again.
}
