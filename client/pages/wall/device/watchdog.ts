// Notices a page that stands still. A worker goes on when the page does not: it tells the server, and a page that
// comes to itself after so long loads itself again.
import { screenToken } from '../../../api/index.ts'
import { reloadOnceReady } from './anew.ts'

const PING_MS = 1_000
/** Standing still longer than this is a fault, not a slow moment. */
export const FROZEN_MS = 20_000

export type Watched = { token: string | null; device: string | null }
export type WatchWord = { kind: 'here'; watched: Watched } | { kind: 'frozen'; ms: number }

/** Returns how to stop. */
export function watchMain(): () => void {
  const worker = new Worker(new URL('./watch-worker.ts', import.meta.url), { type: 'module' })
  const here = () => {
    const watched = { token: screenToken.get(), device: localStorage.getItem('td.device') }
    worker.postMessage({ kind: 'here', watched } satisfies WatchWord)
  }
  worker.onmessage = ({ data }: MessageEvent<WatchWord>) => {
    if (data.kind === 'frozen') void reloadOnceReady()
  }
  here()
  const timer = setInterval(here, PING_MS)
  return () => {
    clearInterval(timer)
    worker.terminate()
  }
}
