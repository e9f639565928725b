// The page itself stays on the device by its service worker, so that it comes back without its server.
import { api } from '../../../api/index.ts'

/** What the worker keeps of the interface. */
const LISTS = /^\/api\/(sections|indicators|coverage|units|scenes|playlists)\b/
const SETTLED_MS = 3_000
const LOOK_MS = 15_000

let begun = false
let kept = false
let looking: ReturnType<typeof setInterval> | undefined
/** One more each time that all is forgotten: what was begun before says no more of it. */
let life = 0
/** Whether the page would come back by itself without its server. */
export const isKept = (): boolean => kept

/** What was kept is gone from the device: asked again, it is kept anew. */
export function forgetProgram(): void {
  life++
  begun = false
  kept = false
  clearInterval(looking)
}

export async function keepProgram(): Promise<void> {
  // Only where the browser allows it: over HTTPS, or on the machine itself.
  if (!('serviceWorker' in navigator)) return
  const mine = life
  const found = await navigator.serviceWorker.register('/wall-worker.js', { scope: '/wall' })
  const worker = await navigator.serviceWorker.ready
  if (begun || mine !== life) return
  begun = true
  await new Promise((done) => setTimeout(done, SETTLED_MS))
  if (mine !== life) return
  const asked = (what: RegExp) => {
    const urls = performance.getEntriesByType('resource').map((r) => new URL(r.name))
    return new Set(
      urls
        .filter((u) => u.origin === location.origin && what.test(u.pathname))
        .map((u) => u.pathname + u.search),
    )
  }
  let many = 0
  // Some comes later, and past the worker: what a map's own worker runs, for one.
  const keepAssets = () => {
    const assets = asked(/^\/(assets|geo)\//)
    if (assets.size <= many) return
    many = assets.size
    ;(worker.active ?? found.active)?.postMessage({ keep: ['/wall', ...assets] })
  }
  keepAssets()
  looking = setInterval(keepAssets, LOOK_MS)
  // The lists that the page read before its worker was there pass through it now: without them numbers have no names.
  if (!navigator.serviceWorker.controller)
    await new Promise((done) =>
      navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }),
    )
  for (const list of asked(LISTS)) await api.get(list)
  if (mine === life) kept = true
}
