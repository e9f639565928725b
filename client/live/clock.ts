// Only the server's clock counts. The browser's monotonic clock carries it between messages: a wrong or jumping
// wall clock of the screen never shows.
let offset: number | null = null
let bestRoundTrip = Number.POSITIVE_INFINITY

const monotonic = () => performance.now()

/** Server time in ms since 1970; the browser's own until the first message came. */
export function serverNow(): number {
  return offset === null ? Date.now() : monotonic() + offset
}

/** From a `clock` question: the answer stands at the middle of its round trip; the shortest trip wins. */
export function learnFromRoundTrip(sentAt: number, receivedAt: number, serverTime: number): void {
  const roundTrip = receivedAt - sentAt
  if (offset !== null && roundTrip > bestRoundTrip * 1.5) return
  bestRoundTrip = roundTrip
  offset = serverTime + roundTrip / 2 - receivedAt
}

/** The server's time in a frame, or in a word of its own, is a lower bound; far off means this machine slept or the server's clock was set. */
export function learnFromFrame(serverTime: number): void {
  const own = offset === null ? Number.NaN : monotonic() + offset
  if (Number.isNaN(own) || own < serverTime || own - serverTime > 60_000) {
    offset = serverTime - monotonic()
    bestRoundTrip = Number.POSITIVE_INFINITY
  }
}

/** A page that starts without its server, on a machine whose clock is behind, is no earlier than the picture that it kept. */
export function notBefore(at: number): void {
  if (serverNow() < at && offset === null) offset = at - monotonic()
}

/** A new server or a new link: measure again. */
export function forgetRoundTrip(): void {
  bestRoundTrip = Number.POSITIVE_INFINITY
}

export { monotonic }
