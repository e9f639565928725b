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
const UNANSWERED: LiveError['error'] = {
  code: 'NOT_READY',
  message: { vi: 'Máy chủ chưa trả lời, xin thử lại', en: 'The server has not answered; try again' },
}
/** The time that a socket which comes back is given again. */
let wanted: ClockWanted = LIVE
/** Where the clock stood when it was last heard of. */
let anchor = { at: 0, heardAt: 0 }
let wired: LiveSocket | null = null
/** Whether the socket has the page's time: nothing may be asked of it before. */
let given = true
let restoring: Promise<boolean> | null = null
/** Whether the page has had a link: until then its time is only what it will ask for. */
let met = false
/** Wishes are put one after the other; how many wait for their answer. */
let turn: Promise<unknown> = Promise.resolve()
let waiting = 0
/** A clock that was left: its steering's answers say nothing any more. */
let life = 0
const listeners = new Set<() => void>()

/** Called after the page's time became another: what is shown must be asked for anew. Returns how to stop. */
export function onAnotherTime(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether the socket speaks of the page's time, so that it may be asked. */
export const timeGiven = (): boolean => given

function heardOf(clock: ClockState): void {
  if (clock.mode !== 'live') anchor = { at: clock.at, heardAt: monotonic() }
  clockStore.setState({ clock })
}

/** The page's time is another from here on. */
function become(clock: ClockState, error: PageClock['error'] = null): void {
  life++
  heardOf(clock)
  clockStore.setState({ error })
  for (const listener of listeners) listener()
}

/** What this socket now shows is not known: a new one is live, and is given the page's time. */
function startAnew(socket: LiveSocket): void {
  socket.disconnect().connect()
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
  socket.on('disconnect', () => {
    given = wanted.mode === 'live'
  })
  socket.on('clock', (clock) => {
    // While another time is asked for, the words on their way are of the one before.
    if (waiting || restoring || !given) return
    if (clock.mode === clockStore.getState().clock.mode) heardOf(clock)
    else startAnew(socket)
  })
}

/** The time that a page is opened with, before it has asked for anything. */
export function startClock(wish: ClockWanted): void {
  if (wish.mode === 'live') return
  wanted = wish
  given = false
  clockStore.setState({ setting: true })
}

/** Asks for another time; returns whether it is shown now. Refused or unanswered, the page stays where it is and says why. */
export function setClock(wish: ClockWanted): Promise<boolean> {
  waiting++
  clockStore.setState({ setting: true, error: null })
  const done = turn
    .then(() => put(wish))
    .finally(() => {
      waiting--
      clockStore.setState({ setting: waiting > 0 })
    })
  turn = done.catch(() => {})
  return done
}

async function put(wish: ClockWanted): Promise<boolean> {
  const socket = liveSocket()
  wire(socket)
  if (!socket.connected && !met && wish.mode !== 'live') {
    startClock(wish)
    return true
  }
  if (!socket.connected) {
    // Away, the page can still leave the past; it cannot enter one.
    if (wish.mode !== 'live') clockStore.setState({ error: UNANSWERED })
    else {
      wanted = LIVE
      given = true
      become(LIVE_CLOCK)
    }
    return wish.mode === 'live'
  }
  try {
    const answer = await socket.timeout(PATIENCE_MS).emitWithAck('clock:set', wish)
    if ('error' in answer) {
      clockStore.setState({ error: answer.error })
      return false
    }
    wanted = wish
    become(answer.clock)
    return true
  } catch {
    // It may be carried out later: what this socket shows is not known any more.
    if (wish.mode === 'live') {
      wanted = LIVE
      become(LIVE_CLOCK)
    } else clockStore.setState({ error: UNANSWERED })
    startAnew(socket)
    return wish.mode === 'live'
  }
}

/** Of seeks that follow each other while one is made, as a hand draws the slider, the last is made. */
let seeking = false
let sought: number | null = null

/** Steers the replay that runs. */
export async function controlReplay(control: ReplayControl): Promise<void> {
  if (control.do === 'seek') {
    if (seeking) {
      sought = control.at
      return
    }
    seeking = true
  }
  const mine = life
  try {
    const answer = await liveSocket().timeout(PATIENCE_MS).emitWithAck('clock:control', control)
    if (mine === life && !waiting) {
      if ('error' in answer) clockStore.setState({ error: answer.error })
      else if (answer.clock.mode === 'replay') heardOf(answer.clock)
    }
  } catch {} // The link is away: it says so itself.
  if (control.do !== 'seek') return
  const next = sought
  seeking = false
  sought = null
  if (next !== null && mine === life) await controlReplay({ do: 'seek', at: next })
}

/** The refusal has been read. */
export const dismissRefusal = (): void => clockStore.setState({ error: null })

/** A socket that comes back is live again: before anything is asked on it, it is given the page's time. */
export function afterClock(socket: LiveSocket, then: () => void): void {
  wire(socket)
  met = true
  if (wanted.mode === 'live') {
    given = true
    then()
    return
  }
  restoring ??= restore(socket, wanted).finally(() => {
    restoring = null
  })
  void restoring.then((restored) => restored && then())
}

/** Whether the socket may be asked now; if not, a new one will. */
async function restore(socket: LiveSocket, last: Exclude<ClockWanted, { mode: 'live' }>): Promise<boolean> {
  const { clock } = clockStore.getState()
  const wish: ClockWanted =
    last.mode === 'replay' && clock.mode === 'replay'
      ? {
          ...last,
          at: Math.round(Math.min(last.to, Math.max(last.from, viewNow()))),
          rate: clock.rate,
          playing: clock.playing && !clock.ended,
        }
      : last
  try {
    const answer = await socket.timeout(PATIENCE_MS).emitWithAck('clock:set', wish)
    given = true
    if ('error' in answer) {
      wanted = LIVE
      become(LIVE_CLOCK, answer.error)
    } else if (clock.mode === 'live') become(answer.clock)
    else heardOf(answer.clock)
    return true
  } catch {
    if (socket.connected) startAnew(socket)
    return false
  } finally {
    clockStore.setState({ setting: waiting > 0 })
  }
}
