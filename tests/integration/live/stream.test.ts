import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ViewQuestion } from '../../../shared/live.ts'
import { FLAG } from '../../../shared/vocabulary.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { cellOf, keysOf, Page, shows } from './page.ts'

let server: TestServer
let source: Source
let leader: string
let quangNinh: string
const pages: Page[] = []
const page = async (cookie: string) => {
  const p = new Page(server.url, cookie)
  pages.push(p)
  expect(await p.settled()).toBe(true)
  return p
}
let second = 0
const FIRST = Date.now() - 3_600_000
/** The grid's load, one second after the one before, whatever is done to this machine's clock. */
const load = (value: number) => ({
  indicator: 'KTN-02',
  unit: 'VN',
  at: new Date(FIRST + 1_000 * ++second).toISOString(),
  value,
})
const send = async (...observations: object[]) => {
  const { status, answer } = await source.push({ observations })
  expect([status, answer.refused]).toEqual([200, 0])
  return answer
}

beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url, [{ indicator: 'KTN-02' }, { indicator: 'KTN-14' }])
  leader = (await server.as('leader')).cookie
  quangNinh = (await server.as('agency', '22')).cookie
  await send(load(40_000))
  for (const [unit, value] of [
    ['01', 10],
    ['22', 5],
  ] as const)
    await send({ indicator: 'KTN-14', unit, period: '2026-09', value })
})
afterEach(() => {
  for (const p of pages.splice(0)) p.close()
})
afterAll(() => server?.stop())

const GRID: ViewQuestion = { kind: 'cells', cells: [{ indicator: 'KTN-02', unit: 'VN' }] }

describe('the stream', () => {
  it('is told again of a series once it has its first value: how old that may become is known only then', async () => {
    const now = server.app.catalogue.now()
    const [indicatorId, unitId] = [now.indicator('KTN-03')?.id ?? 0, now.nation().id]
    await server.app.catalogue.seriesIds([{ indicatorId, unitId }])
    const p = await page(leader)
    const question: ViewQuestion = { kind: 'cells', cells: [{ indicator: 'KTN-03', unit: 'VN' }] }
    const timesOf = async () => (await p.open(question)).store.getState().cells[0]?.times
    expect(await timesOf()).toBeNull()
    const told = new Promise((heard) => p.socket.once('view:changed', heard))
    const grid = await agree(server.app, server.url, [{ indicator: 'KTN-03' }])
    // The connection itself is told of too, a second later at most.
    await told
    const again = new Promise((heard) => p.socket.once('view:changed', heard))
    const { status } = await grid.push({
      observations: [{ indicator: 'KTN-03', unit: 'VN', at: new Date().toISOString(), value: 50 }],
    })
    expect(status).toBe(200)
    await again
    expect(await timesOf()).toMatchObject({ period: 'PT1S' })
  })

  it('opens with a snapshot and follows with what was committed, in order', async () => {
    const p = await page(leader)
    const view = await p.open(GRID)
    expect(cellOf(view, 'KTN-02', 'VN')).toMatchObject({ value: 40_000 })
    for (const value of [41_000, 42_000, 43_000]) {
      await send(load(value))
      await shows(view, 'KTN-02', 'VN', value)
    }
    const deltas = p.frames.filter((f) => f.kind === 'delta')
    expect(deltas.map((f) => f.previous)).toEqual(deltas.map((f) => f.seq - 1))
  })

  it('sends nothing before its commit', async () => {
    const p = await page(leader)
    const view = await p.open(GRID)
    const { seq } = view
    const blocker = await server.app.db.pool.connect()
    const pushed: Promise<unknown>[] = []
    try {
      await blocker.query('begin; lock table latest in exclusive mode')
      pushed.push(send(load(50_000)))
      const waiting = "select 1 from pg_locks where not granted and relation = 'latest'::regclass"
      await eventually(async () => expect((await server.app.db.readPool.query(waiting)).rowCount).toBe(1))
      // Written but not committed: a whole silence passes, and the heartbeat that ends it knows of nothing new.
      await eventually(() => expect(p.frames.at(-1)).toMatchObject({ kind: 'heartbeat', seq }))
      expect(p.frames.filter((f) => f.kind !== 'heartbeat')).toEqual([])
    } finally {
      await blocker.query('rollback')
      blocker.release()
    }
    await Promise.all(pushed)
    await shows(view, 'KTN-02', 'VN', 50_000)
  }, 60_000)

  it('snapshot and deltas together are the latest table', async () => {
    const p = await page(leader)
    const view = await p.open({ kind: 'indicator', indicator: 'KTN-14' })
    await send({ indicator: 'KTN-14', unit: '01', period: '2026-09', value: 11 })
    await shows(view, 'KTN-14', '01', 11)
    const { cells, values } = view.store.getState()
    cells.forEach((meta, index) => {
      const { index: _, ...shown } = values.get(index) ?? { index }
      expect(shown).toEqual(server.app.live.cell(meta.series))
    })
    expect(cells.length).toBeGreaterThan(1)
  })

  it('works out what nobody sends from its parts and follows them', async () => {
    const p = await page(leader)
    const view = await p.open({ kind: 'indicator', indicator: 'KTN-14' })
    await send({ indicator: 'KTN-14', unit: '22', period: '2026-09', value: 7 })
    await shows(view, 'KTN-14', 'VN', 18)
    const nation = cellOf(view, 'KTN-14', 'VN')
    expect(nation).toMatchObject({ parts: 2, partsOf: 34 })
    expect((nation?.flags ?? 0) & FLAG.computed).toBeTruthy()
    expect((nation?.flags ?? 0) & FLAG.partial).toBeTruthy()
  })

  it('mends a gap by what is still held, and refuses what is not', async () => {
    const p = await page(leader)
    const view = await p.open(GRID)
    p.deaf = true
    await send(load(44_000))
    await eventually(() =>
      expect(server.app.live.cell(view.store.getState().cells[0]?.series ?? -1).value).toBe(44_000),
    )
    const beat = new Promise((resolve) => p.socket.once('frame', resolve))
    await beat
    p.deaf = false
    const resume = (epoch: number) =>
      p.socket.timeout(30_000).emitWithAck('view:resume', view.id ?? 0, epoch, view.seq)
    expect(await resume(view.epoch)).toEqual({ resumed: true })
    await shows(view, 'KTN-02', 'VN', 44_000)
    expect(await resume(view.epoch + 1)).toEqual({ resumed: false })
  })

  it('takes up again after a reconnect', async () => {
    const first = await page(leader)
    const view = await first.open(GRID)
    first.close()
    await send(load(45_000))
    const again = await page(leader)
    again.views.push(view)
    expect(
      await again.socket.timeout(30_000).emitWithAck('view:resume', view.id ?? 0, view.epoch, view.seq),
    ).toEqual({
      resumed: true,
    })
    await shows(view, 'KTN-02', 'VN', 45_000)
  })

  it('says something at least every five seconds', async () => {
    const p = await page(leader)
    const view = await p.open(GRID)
    await eventually(() => expect(p.frames.some((f) => f.kind === 'heartbeat')).toBe(true))
    expect(p.frames.find((f) => f.kind === 'heartbeat')).toMatchObject({ seq: view.seq, cells: [] })
  }, 60_000)

  it('passes over a client that applies nothing and gives it one merged frame', async () => {
    const p = await page(leader)
    const view = await p.open(GRID)
    const frames = () => p.frames.filter((f) => f.kind === 'delta')
    // Nothing is reported as applied: after sixty sequences the server waits for this client.
    for (let i = 0; frames().length < 60; i++) {
      await send(load(60_000 + i))
      await eventually(() =>
        expect(server.app.live.cell(view.store.getState().cells[0]?.series ?? -1).value).toBe(60_000 + i),
      )
      await eventually(() => expect(frames().at(-1)?.cells[0]?.value).toBe(60_000 + i), { interval: 5 })
    }
    const before = frames().length
    const stopped = view.seq
    const other = await page(leader)
    const quick = await other.open(GRID)
    for (const value of [70_001, 70_002, 70_003]) {
      await send(load(value))
      await shows(quick, 'KTN-02', 'VN', value)
    }
    expect(frames()).toHaveLength(before)
    p.socket.emit('applied', { views: [[view.id ?? 0, view.seq]] })
    await shows(view, 'KTN-02', 'VN', 70_003)
    expect(frames()).toHaveLength(before + 1)
    expect(frames().at(-1)).toMatchObject({ previous: stopped })
  }, 120_000)
})

describe('scope', () => {
  it('gives Quảng Ninh its own and the national series, never another province', async () => {
    const p = await page(quangNinh)
    const view = await p.open({ kind: 'indicator', indicator: 'KTN-14' })
    expect(keysOf(view).sort()).toEqual(['KTN-14@22', 'KTN-14@VN'])
    const asked = await p.open({ kind: 'cells', cells: [{ indicator: 'KTN-14', unit: '01' }] })
    expect(keysOf(asked)).toEqual([])
    expect(keysOf(await p.open({ kind: 'unit', unit: '01' }))).toEqual([])
    await send({ indicator: 'KTN-14', unit: '01', period: '2026-09', value: 12 })
    await shows(view, 'KTN-14', 'VN', 19)
    expect(p.frames.flatMap((f) => f.cells.map((c) => c.value))).not.toContain(12)
  })

  it("does not let one take up another's view", async () => {
    const all = await page(leader)
    const view = await all.open({ kind: 'indicator', indicator: 'KTN-14' })
    const p = await page(quangNinh)
    expect(
      await p.socket.timeout(30_000).emitWithAck('view:resume', view.id ?? 0, view.epoch, view.seq),
    ).toEqual({
      resumed: false,
    })
  })

  it('lets in nobody without a session, and no page of another site', async () => {
    expect(await new Page(server.url, '').settled()).toBe(false)
    expect(await new Page(server.url, leader, { origin: 'https://elsewhere.example' }).settled()).toBe(false)
  })

  it('refuses words of another shape and does nothing else', async () => {
    const p = await page(leader)
    const answer: unknown = await p.socket
      .timeout(30_000)
      .emitWithAck('view:open', { kind: 'section', section: -1 })
    expect(answer).toMatchObject({ error: { code: 'BAD_REQUEST' } })
    expect(await p.ask({ kind: 'indicator', indicator: 'NO-SUCH' })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    })
  })

  it('ends the sockets of whoever is revoked', async () => {
    const p = await page(quangNinh)
    const gone = new Promise((resolve) => p.socket.once('disconnect', resolve))
    server.app.live.revoke((who) => who.kind === 'account' && who.role === 'agency')
    await gone
  })
})
