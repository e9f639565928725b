// The last good picture stays on the device: the page itself by its service worker, the numbers in a small database.
// After a loss of power with the server away the wall comes back with them and says since when they stand.
import { api } from '../../../api/index.ts'
import { type KeptView, linkIsLive, restoreViews, serverNow, shownViews } from '../../../live/index.ts'

const NAME = 'td-wall'
const STORE = 'picture'
const KEY = 'last'
const KEEP_MS = 15_000
/** What the worker keeps of the interface. */
const LISTS = /^\/api\/(sections|indicators|coverage|units|scenes|playlists)\b/
/** Older pictures say nothing any more. */
const OLDEST_MS = 14 * 86_400_000

export type KeptPicture = { at: number; views: KeptView[] }
let kept = false
/** Whether the page would come back by itself without its server. */
export const isKept = (): boolean => kept

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error ?? new Error('not kept'))
  })

async function database(): Promise<IDBDatabase> {
  const opening = indexedDB.open(NAME, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  return asked(opening)
}

async function write(picture: KeptPicture): Promise<void> {
  const db = await database()
  await asked(db.transaction(STORE, 'readwrite').objectStore(STORE).put(picture, KEY))
  db.close()
}

async function read(): Promise<KeptPicture | null> {
  const db = await database()
  const found: unknown = await asked(db.transaction(STORE, 'readonly').objectStore(STORE).get(KEY))
  db.close()
  return isPicture(found) && Date.now() - found.at < OLDEST_MS ? found : null
}

function isPicture(x: unknown): x is KeptPicture {
  return typeof x === 'object' && x !== null && 'at' in x && 'views' in x && Array.isArray(x.views)
}

/** What was shown last; a screen that was shut out keeps nothing. */
export async function forgetPicture(): Promise<void> {
  try {
    const db = await database()
    await asked(db.transaction(STORE, 'readwrite').objectStore(STORE).delete(KEY))
    db.close()
    await caches.delete('td-wall')
  } catch {
    // A browser without storage kept nothing.
  }
}

/** Brings back the numbers of before the loss for as long as the server says nothing. Returns their time; null = none. */
export async function restorePicture(): Promise<number | null> {
  try {
    const picture = await read()
    if (!picture) return null
    restoreViews(picture.views, picture.at)
    return picture.at
  } catch {
    return null
  }
}

async function keepProgram(): Promise<void> {
  // Only where the browser allows it: over HTTPS, or on the machine itself.
  if (!('serviceWorker' in navigator)) return
  const found = await navigator.serviceWorker.register('/wall-worker.js', { scope: '/wall' })
  const worker = await navigator.serviceWorker.ready
  await new Promise((done) => setTimeout(done, 3_000))
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

/** Keeps the page once and its numbers every few seconds. Returns how to stop. */
export function keepPage(): () => void {
  void keepProgram().catch(() => undefined) // the wall works without it
  const look = () => {
    if (!linkIsLive()) return
    const views = shownViews().flatMap(({ question, view }) =>
      view.status === 'open' ? [{ question, cells: [...view.cells], values: [...view.values.list()] }] : [],
    )
    if (views.length) void write({ at: Math.round(serverNow()), views }).catch(() => undefined)
  }
  const timer = setInterval(look, KEEP_MS)
  const first = setTimeout(look, 4_000)
  return () => {
    clearInterval(timer)
    clearTimeout(first)
  }
}
