import { createStore } from 'zustand/vanilla'
import { monotonic, notBefore, serverNow } from './clock.ts'

export type LinkState = { state: 'live' | 'connecting' | 'lost'; since: number }

/** Quiet longer than this is no link: the server sends something at least every 5 s. */
export const LOST_AFTER_MS = 15_000

let heardAt = monotonic()
let heardServer = serverNow()
export const linkStore = createStore<LinkState>(() => ({ state: 'connecting', since: serverNow() }))

function set(state: LinkState['state'], since: number) {
  if (linkStore.getState().state !== state) linkStore.setState({ state, since })
}

/** Anything at all from the server. */
export function heard(): void {
  heardAt = monotonic()
  heardServer = serverNow()
}

/** A page that starts without its server speaks of the time that its kept picture is of. */
export function lastHeard(at: number): void {
  if (linkStore.getState().state === 'live') return
  notBefore(at)
  heardServer = at
  linkStore.setState({ since: at })
}

export const linkIsLive = (): boolean => linkStore.getState().state === 'live'

export function linkUp(): void {
  heard()
  set('live', serverNow())
}

export function linkDown(): void {
  if (linkStore.getState().state === 'live') set('connecting', heardServer)
}

/** Called once a second by the socket's own timer. */
export function judgeLink(connected: boolean): void {
  const quiet = monotonic() - heardAt
  if (quiet > LOST_AFTER_MS) set('lost', heardServer)
  else if (connected) set('live', serverNow())
}
