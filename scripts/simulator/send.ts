import mqtt from 'mqtt'
import type { Job, Orders, Row } from './job.ts'

export type Send = (rows: Row[]) => Promise<void>
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })

const COLUMNS = ['indicator', 'unit', 'at', 'period', 'value', 'status'] as const
/** A table as a statistics office keeps it; no cell of ours needs quoting. */
const csv = (rows: Row[]) =>
  [COLUMNS.join(','), ...rows.map((r) => COLUMNS.map((c) => r[c] ?? '').join(','))].join('\r\n')

/** Sends by HTTP push, again and again until the system has answered for every row. */
export function httpSender(job: Job, base: string, signal: AbortSignal): Send {
  return async (rows) => {
    const body = job.files ? csv(rows) : JSON.stringify({ observations: rows })
    const type = job.files ? 'text/csv' : 'application/json'
    for (let wait = 500; !signal.aborted; wait = Math.min(wait * 2, 15_000)) {
      try {
        const response = await fetch(`${base}/api/connections/${job.id}/observations`, {
          method: 'POST',
          headers: { 'content-type': type, authorization: `Bearer ${job.key}` },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
        })
        await response.arrayBuffer()
        if (response.ok) return
        if (response.status < 500 && response.status !== 429)
          return console.error(`${job.id}: refused with ${response.status}`)
      } catch {
        // The system is restarting or busy: the same message is sent again.
      }
      await pause(wait, signal)
    }
  }
}

/** Sends by MQTT at QoS 1 over one connection that comes back by itself. */
export function mqttSender(job: Job, server: NonNullable<Orders['mqtt']>, signal: AbortSignal): Send {
  const client = mqtt.connect({
    ...server,
    protocol: 'mqtt',
    clientId: `source-${job.id}`,
    username: job.id,
    password: job.key,
    reconnectPeriod: 2_000,
    queueQoSZero: false,
  })
  client.on('error', () => {}) // it reconnects by itself
  signal.addEventListener('abort', () => void client.endAsync(true))
  return async (rows) => {
    if (signal.aborted) return
    await client
      .publishAsync(`td/${job.id}/observations`, JSON.stringify({ observations: rows }), { qos: 1 })
      .catch(() => undefined)
  }
}
