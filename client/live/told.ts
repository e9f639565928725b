// What the server says of itself as soon as a socket has come, and again when it changed. On a slow machine it has spoken
// before the page's parts listen: its last words are kept, for whoever asks later.
import type { Socket } from 'socket.io-client'
import type { ServerToClient } from '../../shared/live.ts'

const KEPT: readonly (keyof ServerToClient)[] = ['screen:self', 'screen:privacy', 'stage', 'bridge:ring']

const last = new Map<string, readonly unknown[]>()

/** Follows a socket from before it connects. Each connection begins with nothing: what holds is said to it anew. */
export function keepTold(socket: Socket): void {
  socket.on('connect', () => last.clear())
  for (const name of KEPT) socket.on(name, (...words: unknown[]) => void last.set(name, words))
}

/** What the page is now another's to see. */
export const forgetTold = (): void => last.clear()

/** Hears every event of a name, and at once the last words that this connection was told. Returns how to stop. */
export function listen(socket: Socket, name: string, call: (...words: unknown[]) => void): () => void {
  socket.on(name, call)
  const told = last.get(name)
  if (told) call(...told)
  return () => {
    socket.off(name, call)
  }
}
