// The page itself stays on the device by its service worker, so that it comes back without its server.
import { api } from '../../../api/index.ts'

/** What the worker keeps of the interface. */
const LISTS = /^\/api\/(sections|indicators|coverage|units|scenes|playlists)\b/
const SETTLED_MS = 3_000

let kept = false
/** Whether the page would come back by itself without its server. */
export const isKept = (): boolean => kept

export async function keepProgram(): Promise<void> {
  // Only where the browser allows it: over HTTPS, or on the machine itself.
  if (!('serviceWorker' in navigator)) return
  const found = await navigator.serviceWorker.register('/wall-worker.js', { scope: '/wall' })
  const worker = await navigator.serviceWorker.ready
  await new Promise((done) => setTimeout(done, SETTLED_MS))
  const asked = (what: RegExp) => {
    const urls = performance.getEntriesByType('resource').map((r) => new URL(r.name))
    return new Set(
      urls
        .filter((u) => u.origin === location.origin && what.test(u.pathname))
        .map((u) => u.pathname + u.search),
    )
  }
  ;(worker.active ?? found.active)?.postMessage({ keep: ['/wall', ...asked(/^\/(assets|geo)\//)] })
  // The lists that the page read before its worker was there pass through it now: without them numbers have no names.
  if (!navigator.serviceWorker.controller)
    await new Promise((done) =>
      navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
    )
  for (const list of asked(LISTS)) await api.get(list)
  kept = true
}
