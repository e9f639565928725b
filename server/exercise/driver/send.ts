import type { DriverOrders } from './orders.ts'

export type Answer = { taken: boolean; answer: string }
const WAIT_MS = 10_000

/** Sends to the public intake as any source does, with a connection's own key. */
export const sender = ({ base, keys }: DriverOrders, signal: AbortSignal) =>
  async function send(connection: string, what: 'observations' | 'alerts', body: string): Promise<Answer> {
    try {
      const response = await fetch(`${base}/api/connections/${connection}/${what}`, {
        method: 'POST',
        headers: {
          'content-type': what === 'alerts' ? 'application/cap+xml' : 'application/json',
          authorization: `Bearer ${keys[connection] ?? ''}`,
        },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]),
      })
      const text = await response.text()
      const answer: { refused?: number } = response.ok ? JSON.parse(text) : {}
      return { taken: response.ok && !answer.refused, answer: `${response.status} ${text.slice(0, 500)}` }
    } catch (error) {
      return { taken: false, answer: error instanceof Error ? error.message : String(error) }
    }
  }
