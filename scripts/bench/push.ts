import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import * as parser from 'socket.io-msgpack-parser'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { decodeFrame } from '../../shared/frame/codec.ts'
import type { ViewOpened } from '../../shared/live.ts'
import { quantile } from './median.ts'
import type { Part } from './part.ts'

const PASSWORD = 'a password of the bench'
type PushFigures = { tickMs: number; median: number; p99: number; messages: number }

/**
 * From the commit of a value pushed by HTTP to its arrival at a connected screen, by one process's clock: a real server,
 * its own PostgreSQL, real sockets. In ms; the ratio to the tick is what counts.
 */
async function measurePush(messages: number): Promise<PushFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'td-bench-'))
  const config = readConfig(
    { PORT: '0', HOST: '127.0.0.1', MQTT_PORT: 'off', LOG_LEVEL: 'error', DATA_DIR: dataDir },
    false,
  )
  const app = await buildApp(config)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  try {
    await app.access.createAccount({
      username: 'bench',
      displayName: 'Bench',
      role: 'leader',
      unitCode: 'VN',
      password: PASSWORD,
    })
    const { id, key } = await app.intake.connections.create(
      {
        agencyCode: 'EVN',
        name: { vi: 'Đo', en: 'Bench' },
        connector: 'http-push',
        simulated: true,
        contract: {
          times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
          series: [{ indicator: 'KTN-02' }],
        },
      },
      'system',
    )
    const signed = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'bench', password: PASSWORD }),
    })
    const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const push = (value: number) =>
      fetch(`${url}/api/connections/${id}/observations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          observations: [{ indicator: 'KTN-02', unit: 'VN', at: new Date().toISOString(), value }],
        }),
      }).then((r) => r.arrayBuffer())
    await push(1) // the series exists before the screen asks for it

    const socket = io(url, { path: '/live', parser, transports: ['websocket'], extraHeaders: { cookie } })
    const committed = new Map<number, number>()
    app.bus.on('observations', ({ rows, message }) => {
      for (const r of rows) committed.set(r.value, message.committedAt)
    })
    const arrived = new Map<number, number>()
    const seen = new Map<number, () => void>()
    socket.on('frame', (bytes: Uint8Array) => {
      const frame = decodeFrame(bytes)
      socket.emit('applied', { views: [[frame.view, frame.seq]] })
      for (const cell of frame.cells) {
        arrived.set(cell.value, Date.now())
        seen.get(cell.value)?.()
      }
    })
    const cells = [{ indicator: 'KTN-02', unit: 'VN' }]
    const opened: ViewOpened = await socket.emitWithAck('view:open', { kind: 'cells', cells })
    if (!opened.view) throw new Error(`the view was refused: ${JSON.stringify(opened)}`)
    for (let value = 100; value < 100 + messages; value++) {
      const shown = new Promise<void>((done) => seen.set(value, done))
      await push(value)
      await shown
    }
    socket.disconnect()
    const times = [...arrived].flatMap(([value, at]) => {
      const from = committed.get(value)
      return from === undefined ? [] : [at - from]
    })
    return {
      tickMs: config.tickMs,
      median: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      messages: times.length,
    }
  } finally {
    await app.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

export const part: Part = {
  name: 'push',
  about: 'from the commit of a value pushed by HTTP to its arrival at a connected screen, one after another',
  async run(ctx) {
    const { tickMs, median, p99, messages } = await measurePush(100)
    const figure = (what: string, value: number) =>
      ctx.figure({ case: `${messages} values`, what, value, unit: 'ms', rival: 'tick', rivalValue: tickMs })
    figure('median', median)
    figure('99 % within', p99)
  },
}
