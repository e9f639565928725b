import type { Watched, WatchWord } from './watchdog.ts'

const FROZEN_MS = 20_000
const LOOK_MS = 2_000
let heardAt = performance.now()
let watched: Watched = { token: null, device: null }
let told = false

self.addEventListener('message', ({ data }: MessageEvent<WatchWord>) => {
  if (data.kind !== 'here') return
  const silent = performance.now() - heardAt
  heardAt = performance.now()
  watched = data.watched
  // It is back from so long away: its pictures and sockets are better begun anew.
  if (told) self.postMessage({ kind: 'frozen', ms: silent } satisfies WatchWord)
  told = false
})

/** The server is told while the page cannot speak: the desk sees a frozen picture as what it is. */
async function tell(ms: number): Promise<void> {
  if (!watched.token) return
  await fetch('/api/screens/self/frozen', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Screen ${watched.token}`,
      ...(watched.device ? { 'x-td-device': watched.device } : {}),
    },
    body: JSON.stringify({ ms: Math.round(ms) }),
  })
}

let lookedAt = performance.now()
setInterval(() => {
  const now = performance.now()
  // The machine slept, not the page alone: nothing can be said of it.
  if (now - lookedAt > LOOK_MS * 4) heardAt = now
  lookedAt = now
  const silent = now - heardAt
  if (silent < FROZEN_MS || told) return
  told = true
  void tell(silent).catch(() => undefined)
}, LOOK_MS)
