import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttentionRow, BoardRow, Counts } from '../../../shared/live.ts'
import type { Source } from '../../fixtures/intake/source.ts'
import { agree } from '../../fixtures/intake/source.ts'
import type { Recorder } from '../../fixtures/replay/recording.ts'
import { eventually } from '../../harness/eventually.ts'
import { load, type ReplayStage, replayStage, report, settled } from './stage.ts'

type Seen = { at: number; rows: BoardRow[]; attention: AttentionRow[]; counts: Counts }
let s: ReplayStage
let leader: string
let quangNinh: string
let own: Source
const seen: Seen[] = []

async function look(page: Recorder, at = Date.now()): Promise<Seen> {
  const board = await page.socket.emitWithAck('board:watch')
  const counts = await page.socket.emitWithAck('counts:watch')
  if ('error' in board || 'error' in counts) throw new Error(JSON.stringify([board, counts]))
  return { at, rows: board.rows, attention: board.attention, counts: counts.counts }
}
/** What was not kept: the smoothed delays, and of the screens anything at all. */
const told = (rows: BoardRow[]) =>
  rows.map(({ latencyMs: _, sourceLagMs: __, ...row }) => row).sort((a, b) => (a.id < b.id ? -1 : 1))

beforeAll(async () => {
  s = await replayStage()
  leader = (await s.server.as('leader')).cookie
  quangNinh = (await s.server.as('agency', '22')).cookie
  own = await agree(s.server.app, s.server.url, [{ indicator: 'KTN-14' }], '22')
  const live = await s.page(leader)
  /** When all that follows at once is written: the first rungs of the ladders of those that are late. */
  const remember = async () => {
    await eventually(() => {
      for (const { state, ladder } of s.server.app.duty.rows())
        expect(ladder?.rungs[1]?.at ?? null).toEqual(state === 'late' ? expect.any(Number) : null)
    })
    seen.push(await look(live))
  }
  const state = (id: string) => s.server.app.trust.connection(id)?.state
  // Its own first: the whole country goes from 5 to 15, and a 10 could only be the other province's.
  await s.send(own, report('22', 5))
  await s.send(s.monthly, report('01', 10))
  await s.send(s.quick, load(1))
  const refused = await s.quick.push({
    observations: [load(Number.MAX_VALUE), { indicator: 'NO-SUCH', unit: 'VN', value: 1 }],
  })
  expect(refused.answer.refused).toBeGreaterThan(0)
  await eventually(() => expect(s.server.app.duty.rows().map((r) => r.state)).toContain('refusing'))
  await remember()
  await eventually(() => expect(state(s.quick.id)).toBe('late'))
  await eventually(() => expect(s.server.app.duty.rows().every((r) => r.state === 'late')).toBe(true))
  await eventually(() => expect(s.server.app.duty.rows()).toHaveLength(3))
  await remember()
  // Late for longer than the lists' second, so that a replay that runs must say so.
  await settled()
  await s.send(s.quick, load(2))
  await eventually(() => expect(state(s.quick.id)).toBe('up'))
  await eventually(() => expect(s.server.app.duty.rows()).toHaveLength(2))
  await remember()
  const duty = await s.server.as('duty')
  const taken = seen[2]?.attention[0]
  await duty.post(`/api/attention/${taken?.id}/acknowledge`, { note: 'đang gọi' })
  await settled()
}, 120_000)
afterAll(() => s?.stop())

describe('a past board', () => {
  it('says what live said then: states, counts of the minute, bars, attention, counts', async () => {
    const page = await s.page(leader)
    for (const was of seen) {
      await page.set({ mode: 'fixed', at: was.at, known: 'then' })
      const then = await look(page)
      expect(told(then.rows)).toEqual(told(was.rows))
      expect(then.attention).toEqual(was.attention)
      expect(then.counts).toEqual(was.counts)
    }
    expect(new Set(seen.flatMap((x) => x.rows.map((r) => r.state)))).toEqual(
      new Set(['refusing', 'up', 'late']),
    )
  })

  it('does not say of the past what was not kept', async () => {
    const page = await s.page(leader)
    await page.set({ mode: 'fixed', at: seen[0]?.at ?? 0, known: 'then' })
    const board = await page.socket.emitWithAck('board:watch')
    if ('error' in board) throw new Error(board.error.code)
    expect(board.screens).toEqual([])
    expect(board.rows.map((r) => r.sourceLagMs)).toEqual(board.rows.map(() => null))
  })

  it('tells its changes as the replay runs', async () => {
    const page = await s.page(leader)
    const [from, to] = [seen[0]?.at ?? 0, seen[2]?.at ?? 0]
    await page.set({ mode: 'replay', from, to, at: from, rate: 1, playing: false, known: 'then' })
    const states: string[] = []
    const news: string[] = []
    const attention: AttentionRow[][] = []
    page.socket.on('board:rows', (rows) => {
      for (const r of rows) if (r.id === s.quick.id) states.push(r.state)
    })
    page.socket.on('happening', (row) => news.push(row.kind))
    page.socket.on('attention:rows', (rows) => attention.push(rows))
    await look(page)
    await page.control({ do: 'play' })
    // As long as it took to be recorded.
    await eventually(() => expect(page.clocks.at(-1)).toMatchObject({ ended: true }), {
      timeout: to - from + 30_000,
    })
    await eventually(() => expect(states.at(-1)).toBe('up'))
    expect(states).toContain('late')
    expect(news).toEqual(expect.arrayContaining(['connection-late', 'connection-back']))
    await eventually(() => expect(attention.at(-1)).toHaveLength(2))
  }, 180_000)
})

describe('scope in the past', () => {
  it('gives Quảng Ninh its own connection and its own province alone', async () => {
    const page = await s.page(quangNinh)
    await page.set({ mode: 'fixed', at: seen[1]?.at ?? 0, known: 'then' })
    const then = await look(page)
    expect(then.rows.map((r) => r.id)).toEqual([own.id])
    expect(then.attention.filter((a) => a.subject !== own.id)).toEqual([])
    const { metas } = await page.open({ kind: 'indicator', indicator: 'KTN-14' })
    expect(metas.map((m) => m.unit).sort()).toEqual(['22', 'VN'])
    expect((await page.open({ kind: 'unit', unit: '01' })).metas).toEqual([])
    const asked = await page.open({ kind: 'cells', cells: [{ indicator: 'KTN-14', unit: '01' }] })
    expect(asked.metas).toEqual([])
    expect(page.frames.flatMap((f) => f.cells.map((c) => c.value))).not.toContain(10)
  })
  it('holds in a replay that runs, and across seeks', async () => {
    const page = await s.page(quangNinh)
    const [from, to] = [(seen[0]?.at ?? 0) - 5_000, seen[2]?.at ?? 0]
    await page.set({ mode: 'replay', from, to, at: from, rate: 60, playing: false, known: 'then' })
    await page.open({ kind: 'indicator', indicator: 'KTN-14' })
    await page.control({ do: 'play' })
    await eventually(() => expect(page.clocks.at(-1)).toMatchObject({ ended: true }))
    await page.control({ do: 'seek', at: from })
    await page.control({ do: 'seek', at: to })
    expect(page.cell('KTN-14', '22')?.value).toBe(5)
    expect(page.cell('KTN-14', 'VN')?.value).toBe(15)
    expect(page.frames.flatMap((f) => f.cells.map((c) => c.value))).not.toContain(10)
  })
})
