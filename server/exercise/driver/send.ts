import type { DriverOrders } from './orders.ts'

/** `heard`: the intake has it, whatever it made of its rows; what it refuses is not sent again. `taken`: all of it. */
export type Answer = { heard: boolean; taken: boolean; answer: string }
const WAIT_MS = 10_000
/** It is away, or has too much to do: the same may be taken later. Any other refusal would be the same again. */
const isLater = (status: number) => status >= 500 || status === 429 || status === 408

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
      const { ok, status } = response
      return {
        heard: !isLater(status),
        taken: ok && !answer.refused,
        answer: `${status} ${text.slice(0, 500)}`,
      }
    } catch (error) {
      return { heard: false, taken: false, answer: error instanceof Error ? error.message : String(error) }
    }
  }
