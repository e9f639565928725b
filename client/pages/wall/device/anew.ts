// A wall whose page is broken loads itself again: only once the server answers, for nobody stands before it to load it a
// second time, and ever more seldom while loading does not mend it.

const KEY = 'td.anew'
const FIRST_MS = 5_000
const MOST_MS = 5 * 60_000
/** A page that stood so long was sound: what breaks it is another fault. */
const SOUND_MS = 10 * 60_000
const ASK_MS = 3_000
const PATIENCE_MS = 6_000

/** How long a broken page stands before it is loaded again, after so many times that did not help, ms. */
export const pauseBefore = (times: number): number => Math.min(FIRST_MS * 2 ** times, MOST_MS)

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** How often the pages before this one began anew in a row. */
function timesBefore(): number {
  if (performance.now() > SOUND_MS) return 0
  try {
    return Number(sessionStorage.getItem(KEY)) || 0
  } catch {
    return 0
  }
}

function remember(times: number): void {
  try {
    sessionStorage.setItem(KEY, `${times}`)
  } catch {
    // Without storage each page begins with the first pause.
  }
}

async function isReady(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const answer = await fetch('/api/screens/ready', { cache: 'no-store', credentials: 'omit', signal })
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null && 'ready' in body && body.ready === true
  } catch {
    return false
  }
}

let begun = false
/** Loads the page again as soon as that can help. Asked for more than once it is done once. */
export async function beginAnew(): Promise<void> {
  if (begun) return
  begun = true
  const times = timesBefore()
  remember(times + 1)
  await pause(pauseBefore(times))
  await reload()
}

/** Loads a page again that still stands: at once where the server answers, else as soon as it does. Done once. */
export async function reloadOnceReady(): Promise<void> {
  if (begun) return
  begun = true
  await reload()
}

/** With the server away the browser would put its own page there, for good: over plain HTTP nothing of ours is kept. */
async function reload(): Promise<void> {
  while (!(await isReady())) await pause(ASK_MS)
  location.reload()
}
