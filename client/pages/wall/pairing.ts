import { useEffect, useState } from 'react'
import { api, RequestProblem, screenToken } from '../../api/index.ts'

/** The one-time token of a pairing link. It leaves the address at once, so that no picture of the wall shows it. */
function takeLinkToken(): string | null {
  const token = /^#pair=([\w-]{20,200})$/.exec(location.hash)?.[1] ?? null
  if (token) history.replaceState(null, '', location.pathname + location.search)
  return token
}
const linkToken = takeLinkToken()

export type Pairing =
  | { state: 'paired'; token: string }
  | { state: 'asking' }
  | { state: 'code'; code: string; expiresAt: number }
  | { state: 'away' }

const RETRY_MS = 3_000
const POLL_MS = 2_000
type Hello = { code: string; deviceSecret: string; expiresAt: number }

/** How this screen came to be let in: its kept token, a link's, or a code that a person approves on the desk. */
export function usePairing(): { pairing: Pairing; forget(): void } {
  const [pairing, setPairing] = useState<Pairing>(() => {
    const kept = screenToken.get()
    return kept && !linkToken ? { state: 'paired', token: kept } : { state: 'asking' }
  })
  const paired = pairing.state === 'paired'
  useEffect(() => {
    if (paired) return
    const stop = new AbortController()
    void pairUntilDone(stop.signal, setPairing)
    return () => stop.abort()
  }, [paired])
  return {
    pairing,
    forget: () => {
      screenToken.clear()
      setPairing({ state: 'asking' })
    },
  }
}

let link = linkToken
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

async function pairUntilDone(stop: AbortSignal, tell: (p: Pairing) => void): Promise<void> {
  const done = (token: string) => {
    screenToken.set(token)
    if (!stop.aborted) tell({ state: 'paired', token })
  }
  while (!stop.aborted) {
    try {
      if (link) {
        const token = link
        link = null
        const made = await api.bare<{ token: string }>('/api/screens/pair', { token }).catch((error) => {
          if (error instanceof RequestProblem && error.status === 0) link = token
          throw error
        })
        return done(made.token)
      }
      const kept = screenToken.get()
      if (kept) return done(kept)
      const hello = await api.bare<Hello>('/api/screens/hello')
      if (stop.aborted) return
      tell({ state: 'code', code: hello.code, expiresAt: hello.expiresAt })
      const token = await pollUntilApproved(hello.deviceSecret, stop)
      if (token) return done(token)
    } catch (error) {
      // A link that was used asks for a code instead; a server that is away is asked again.
      if (!stop.aborted && error instanceof RequestProblem && error.status === 0) tell({ state: 'away' })
      await wait(RETRY_MS)
    }
  }
}

/** Null when the code has run out: a new one is asked for. */
async function pollUntilApproved(deviceSecret: string, stop: AbortSignal): Promise<string | null> {
  while (!stop.aborted) {
    await wait(POLL_MS)
    try {
      const answer = await api.bare<{ token?: string }>('/api/screens/poll', { deviceSecret })
      if (answer.token) return answer.token
    } catch (error) {
      if (error instanceof RequestProblem && error.status === 404) return null
      if (!(error instanceof RequestProblem && (error.status === 0 || error.status >= 429))) throw error
    }
  }
  return null
}
