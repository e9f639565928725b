import { randomBytes } from 'node:crypto'
import * as parser from 'socket.io-msgpack-parser'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import type { ViewQuestion } from '../../../shared/live.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { Page, shows } from './page.ts'

const SOCKETS = 30
const GRID: ViewQuestion = { kind: 'cells', cells: [{ indicator: 'KTN-02', unit: 'VN' }] }
let server: TestServer
let source: Source
let leader: string
const pages: Page[] = []
const raws: WebSocket[] = []
/** What the server warned of. */
const warned: unknown[] = []
const page = async () => {
  const p = new Page(server.url, leader)
  pages.push(p)
  expect(await p.settled()).toBe(true)
  return p
}
let second = 0
const send = async (value: number) => {
  const at = new Date(Date.now() - 3_600_000 + 1_000 * ++second).toISOString()
  const { answer } = await source.push({ observations: [{ indicator: 'KTN-02', unit: 'VN', at, value }] })
  expect(answer.refused).toBe(0)
}
/** A bystander opens a view and sees the next value: the server serves others. */
const servesOthers = async () => {
  const view = await (await page()).open(GRID)
  const value = 1_000 + ++second
  await send(value)
  await shows(view, 'KTN-02', 'VN', value)
}
const encode = (packet: object) => (new parser.Encoder().encode(packet) as unknown as Buffer[])[0] ?? ''

/** A socket below Socket.IO's client, let in like a page. */
async function raw(): Promise<WebSocket> {
  const url = `${server.url.replace('http', 'ws')}/live/?EIO=4&transport=websocket`
  const socket = new WebSocket(url, { headers: { cookie: leader } })
  raws.push(socket)
  socket.on('error', () => {})
  await new Promise((done) => socket.once('message', done))
  socket.send(encode({ type: 0, nsp: '/', data: {} }))
  await new Promise((done) => socket.once('message', done))
  return socket
}
const closed = (socket: WebSocket) => eventually(() => expect(socket.readyState).toBe(WebSocket.CLOSED))

beforeAll(async () => {
  server = await startServer({ SOCKETS_PER_ADDRESS: String(SOCKETS) })
  const warn = server.app.log.warn.bind(server.app.log)
  server.app.log.warn = ((...words: Parameters<typeof warn>) => {
    warned.push(words[0])
    warn(...words)
  }) as typeof server.app.log.warn
  source = await agree(server.app, server.url, [{ indicator: 'KTN-02' }])
  leader = (await server.as('leader')).cookie
  await send(1)
})
afterEach(async () => {
  for (const p of pages.splice(0)) p.close()
  for (const r of raws.splice(0)) r.terminate()
  await eventually(() => expect(server.app.live.io.engine.clientsCount).toBe(0))
})
afterAll(() => server?.stop())

describe('a client that asks for too much', () => {
  it('gets a few views, then a refusal with its code, then is closed; logged once', async () => {
    const p = await page()
    const gone = new Promise((resolve) => p.socket.once('disconnect', resolve))
    const codes = new Set<string>()
    for (let i = 0; i < 400; i++)
      void p
        .ask(i % 2 ? GRID : { kind: 'unit', unit: String(i % 100).padStart(2, '0') })
        .then((answer) => 'error' in answer && codes.add(answer.error.code))
        .catch(() => {})
    await gone
    expect([...codes]).toContain('RATE_LIMITED')
    await servesOthers()
    expect(warned).toHaveLength(1)
  })

  it('is not let in beyond the sockets of its address, and is again when they are closed', async () => {
    const all = Array.from({ length: SOCKETS * 3 }, () => new Page(server.url, leader))
    pages.push(...all)
    const let_in = (await Promise.all(all.map((p) => p.settled()))).filter(Boolean).length
    expect(let_in).toBeLessThanOrEqual(SOCKETS)
    expect(let_in).toBeGreaterThan(0)
    for (const p of pages.splice(0)) p.close()
    await eventually(() => expect(server.app.live.io.engine.clientsCount).toBe(0))
    await servesOthers()
  })

  it('opens at most two dozen views', async () => {
    const p = await page()
    const answers = []
    for (let i = 0; i < 30; i++)
      answers.push(
        await p.ask({ kind: 'indicator', indicator: server.app.catalogue.now().indicators[i]?.code ?? '' }),
      )
    const refused = answers.flatMap((a) => ('error' in a ? [a.error.code] : []))
    for (const code of refused) expect(code).toBe('OVERLOADED')
    expect(answers.length - refused.length).toBeGreaterThan(0)
  })
})

describe('a client that lies', () => {
  it.each([
    ['a sequence of the future', 0, 1_000_000],
    ['another life of the server', 1, 0],
    ['the largest number', 0, 2 ** 32],
  ])('resumes from %s: told to open anew', async (_, epochs, seqs) => {
    const p = await page()
    const view = await p.open(GRID)
    const answer = await p.socket
      .timeout(30_000)
      .emitWithAck('view:resume', view.id ?? 0, view.epoch + epochs, view.seq + seqs)
    if ('error' in answer) expect(answer.error.code).toBe('BAD_REQUEST')
    else expect(answer.resumed).toBe(false)
    await servesOthers()
  })

  it.each([
    ['ahead of what was sent', 4_000_000_000],
    ['behind', 0],
    ['negative', -5],
    ['no number', Number.NaN],
    ['endless', Number.POSITIVE_INFINITY],
  ])('reports a sequence that is %s: its own frames go on', async (_, seq) => {
    const p = await page()
    const view = await p.open(GRID)
    for (let i = 0; i < 5; i++)
      p.socket.emit('applied', {
        views: [
          [view.id ?? 0, seq],
          [987_654, seq],
        ],
      })
    const value = 7_000 + ++second
    await send(value)
    await shows(view, 'KTN-02', 'VN', value)
  })

  it('reports all as applied and still gets what comes', async () => {
    const p = await page()
    const view = await p.open(GRID)
    p.socket.emit('applied', { views: [[view.id ?? 0, 4_000_000_000]] })
    await send(8_001)
    await shows(view, 'KTN-02', 'VN', 8_001)
  })
})

describe('a client that sends bytes of its own', () => {
  it.each([
    ['unknown events', () => encode({ type: 2, nsp: '/', data: ['drop:tables', { a: 1 }] })],
    ['frames', () => encode({ type: 2, nsp: '/', data: ['frame', randomBytes(2_000)] })],
    ['packets of engine.io', () => '3'],
  ])('floods with %s: is closed, others are served, logged at most once', async (_, packet) => {
    const before = warned.length
    const socket = await raw()
    const bytes = packet()
    for (let i = 0; i < 5_000 && socket.readyState === WebSocket.OPEN; i++) socket.send(bytes)
    await closed(socket)
    await servesOthers()
    expect(warned.length - before).toBeLessThanOrEqual(1)
  })

  it.each([
    ['rubbish', randomBytes(500)],
    ['a list that has no end', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])],
    ['lists in lists', Buffer.alloc(200_000, 0x91)],
    ['another namespace’s packet', encode({ type: 2, nsp: '/admin', data: ['x'] })],
    ['a packet without a type', encode({ nsp: '/', data: [] })],
    ['far too much', randomBytes(300 * 1024)],
  ])('sends %s: is closed', async (_, bytes) => {
    const socket = await raw()
    socket.send(bytes)
    await closed(socket)
    await servesOthers()
  })
})

it('a client that does not read is closed before it costs memory', async () => {
  const socket = await raw()
  const [held] = [...server.app.live.io.sockets.sockets.values()]
  socket.pause()
  // What it is owed and does not fetch: as a board of a large country would send.
  const large = { rows: 'x'.repeat(200_000) }
  const owed = setInterval(() => held?.emit('counts', large as never), 5)
  try {
    await eventually(() => expect(server.app.live.io.sockets.sockets.size).toBe(0))
  } finally {
    clearInterval(owed)
  }
  await servesOthers()
})
