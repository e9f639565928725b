// Keeps the wall's page on its device. What the server says wins; only where it says nothing, what was kept stands.
const KEPT = 'td-wall'
const PATIENCE_MS = 8000
const ASSET = /^\/(assets|geo)\//

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  const keep = event.data?.keep
  if (!Array.isArray(keep)) return
  event.waitUntil(
    caches.open(KEPT).then(async (cache) => {
      for (const path of keep) if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path).catch(() => undefined)
      // Programs of an older page go.
      for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url)
        if (pathname.startsWith('/assets/') && !keep.includes(pathname)) await cache.delete(request)
      }
    }),
  )
})

async function fromServer(request, key) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS)
  try {
    const answer = await fetch(request, { signal: stop.signal })
    // What the server says that is no answer, a gateway without its server says too.
    if (answer.status === 502 || answer.status === 504) throw new Error('away')
    if (answer.ok) {
      const cache = await caches.open(KEPT)
      await cache.put(key, answer.clone())
    }
    return answer
  } catch (error) {
    const kept = await caches.match(key, { ignoreVary: true })
    if (kept) return kept
    throw error
  } finally {
    clearTimeout(timer)
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (url.pathname === '/wall') event.respondWith(fromServer('/wall', '/wall'))
    return
  }
  if (ASSET.test(url.pathname)) {
    event.respondWith(
      caches.match(url.pathname, { ignoreVary: true }).then(
        (kept) =>
          kept ??
          fetch(request).then(async (answer) => {
            if (answer.ok) await (await caches.open(KEPT)).put(url.pathname, answer.clone())
            return answer
          }),
      ),
    )
    return
  }
  // Lists that change seldom; anything asked of a time or a person is not kept.
  if (/^\/api\/(sections|indicators|coverage|units|scenes|playlists)\b/.test(url.pathname))
    event.respondWith(fromServer(request, url.pathname + url.search))
})
