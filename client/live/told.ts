// What the server says of itself as soon as a socket has come. On a slow machine it has spoken before the page's parts
// listen: its last words are kept for whoever asks later, and what it asked for waits for whoever does it.
import type { Socket } from 'socket.io-client'
import type { ServerToClient } from '../../shared/live.ts'

type Name = keyof ServerToClient
type Words = readonly unknown[]
/** Said when it is other than before: the last of it holds. */
const KEPT: readonly Name[] = ['screen:self', 'screen:privacy', 'stage', 'bridge:ring']
/** Asked for once: each is done by the one part that does such things. */
const WAITING: readonly Name[] = ['screen:order', 'screen:token', 'screen:there']
/** Nothing waits without bound where that part never comes. */
const MOST = 20

const last = new Map<string, Words>()
const waiting = new Map<string, Words[]>()
const heard = new Map<string, number>()

/** What the page now is another's to see. */
export function forgetTold(): void {
  last.clear()
  waiting.clear()
}

/** Follows a socket from before it connects. Each connection begins with nothing: what holds is said to it anew. */
export function keepTold(socket: Pick<Socket, 'on'>): void {
  socket.on('connect', forgetTold)
  for (const name of KEPT) socket.on(name, (...words: unknown[]) => void last.set(name, words))
  for (const name of WAITING)
    socket.on(name, (...words: unknown[]) => {
      if (!heard.get(name)) waiting.set(name, [...(waiting.get(name) ?? []), words].slice(-MOST))
    })
}

/** Hears every event of a name, and at once what this connection was told before anybody heard. Returns how to stop. */
export function listen(
  socket: Pick<Socket, 'on' | 'off'>,
  name: string,
  call: (...words: unknown[]) => void,
): () => void {
  socket.on(name, call)
  heard.set(name, (heard.get(name) ?? 0) + 1)
  const before = waiting.get(name) ?? [last.get(name)]
  waiting.delete(name)
  for (const words of before) if (words) call(...words)
  return () => {
    socket.off(name, call)
    heard.set(name, (heard.get(name) ?? 1) - 1)
  }
}
