import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClockWanted } from '../../../shared/clock.ts'
import type { ViewQuestion } from '../../../shared/live.ts'
import type { Recorder } from '../../fixtures/replay/recording.ts'
import { eventually } from '../../harness/eventually.ts'
import { load, type ReplayStage, replayStage, report, settled } from './stage.ts'

const GRID: ViewQuestion = { kind: 'cells', cells: [{ indicator: 'KTN-02', unit: 'VN' }] }
const HOMES: ViewQuestion = { kind: 'indicator', indicator: 'KTN-14' }
let s: ReplayStage
let leader: string
/** Just before anything, and just after each act. */
const marks: Record<'before' | 'first' | 'second' | 'corrected' | 'end', number> = {
  before: 0,
  first: 0,
  second: 0,
  corrected: 0,
  end: 0,
}
let about: number

beforeAll(async () => {
  s = await replayStage({ REPLAYS: '2' })
  leader = (await s.server.as('leader')).cookie
  marks.before = Date.now() - 1
  about = Date.now() - 60_000
  await s.send(s.monthly, report('01', 10), report('22', 5))
  marks.first = await s.send(s.quick, load(100, about))
  marks.second = await s.send(s.quick, load(200, about + 1_000))
  // The same moment again, with another value; and a province corrects its month.
  await s.send(s.quick, load(222, about + 1_000))
  marks.corrected = await s.send(s.monthly, report('22', 7, '2026-09', 'revised'))
  marks.end = await s.send(s.quick, load(300, about + 2_000))
  await settled()
}, 120_000)
afterAll(() => s?.stop())

const fixed = (at: number, known: 'then' | 'now' = 'then'): ClockWanted => ({ mode: 'fixed', at, known })
const replay = (more: Partial<Extract<ClockWanted, { mode: 'replay' }>> = {}): ClockWanted => ({
  mode: 'replay',
  from: marks.before,
  to: marks.end,
  at: marks.before,
  rate: 1,
  playing: false,
  known: 'then',
  ...more,
})
const at = (wanted: ClockWanted, ...questions: ViewQuestion[]) => atAs(leader, wanted, ...questions)
async function atAs(who: string, wanted: ClockWanted, ...questions: ViewQuestion[]): Promise<Recorder> {
  const page = await s.page(who)
  await page.set(wanted)
  for (const q of questions) await page.open(q)
  return page
}
const refusal = async (wanted: unknown) => {
  const page = await s.page(leader)
  const error = await page.set(wanted as ClockWanted).then(
    () => ({ message: '{}' }),
    (e: Error) => e,
  )
  page.close()
  return JSON.parse(error.message)
}

describe('a fixed clock', () => {
  it('shows what was known then', async () => {
    const page = await at(fixed(marks.second), GRID, HOMES)
    expect(page.cell('KTN-02', 'VN')).toMatchObject({ value: 200, revision: 0 })
    expect(page.cell('KTN-14', 'VN')).toMatchObject({ value: 15, parts: 2 })
    expect(page.frames.at(-1)?.serverTime).toBe(marks.second)
    page.close()
  })
  it("lets a late correction change 'now' and not 'then'", async () => {
    const then = await at(fixed(marks.second, 'then'), GRID, HOMES)
    const now = await at(fixed(about + 1_500, 'now'), GRID, HOMES)
    expect(then.cell('KTN-02', 'VN')?.value).toBe(200)
    expect(now.cell('KTN-02', 'VN')).toMatchObject({ value: 222, revision: 1 })
    expect(then.cell('KTN-14', '22')?.value).toBe(5)
    expect(now.cell('KTN-14', '22')?.value).toBe(7)
    expect(now.cell('KTN-14', 'VN')?.value).toBe(17)
    then.close()
    now.close()
  })
  it('ages values by its own time', async () => {
    const age = async (when: number) => {
      const page = await at(fixed(when, 'now'), GRID)
      const cell = page.cell('KTN-02', 'VN')
      page.close()
      return cell?.freshness
    }
    expect(await age(about + 2_100)).toBe('fresh')
    expect(await age(about + 6_500)).toBe('due')
    expect(await age(about + 20_000)).toBe('late')
  })
  it('sends nothing of the present, and everything again when it is live again', async () => {
    const page = await at({ mode: 'live' }, GRID)
    await page.set(fixed(marks.first))
    await page.open(GRID)
    const other = await at({ mode: 'live' }, GRID)
    const frames = page.frames.length
    await s.send(s.quick, load(301, about + 3_000))
    await eventually(() => expect(other.cell('KTN-02', 'VN')?.value).toBe(301))
    expect(page.frames.slice(frames).filter((f) => f.kind !== 'heartbeat')).toEqual([])
    expect(page.cell('KTN-02', 'VN')?.value).toBe(100)
    await page.set({ mode: 'live' })
    await page.open(GRID)
    expect(page.cell('KTN-02', 'VN')?.value).toBe(301)
    await s.send(s.quick, load(302, about + 4_000))
    await eventually(() => expect(page.cell('KTN-02', 'VN')?.value).toBe(302))
    for (const p of [page, other]) p.close()
  })
  it('says something even while it stands', async () => {
    const page = await at(fixed(marks.first), GRID)
    await eventually(() => expect(page.frames.at(-1)?.kind).toBe('heartbeat'))
    expect(page.frames.at(-1)?.serverTime).toBe(marks.first)
    page.close()
  })
})

describe('a replay', () => {
  it('steps from change to change and stands', async () => {
    const page = await at(replay(), GRID)
    const seen: (number | undefined)[] = []
    for (let i = 0; i < 4; i++) {
      const clock = await page.control({ do: 'step' })
      expect(clock).toMatchObject({ playing: false })
      seen.push(page.cell('KTN-02', 'VN')?.value)
    }
    expect(seen).toEqual([100, 200, 222, 300])
    expect(await page.control({ do: 'step' })).toMatchObject({ at: marks.end, ended: true })
    page.close()
  })
  it('plays, pauses, seeks and ends', async () => {
    const page = await at(replay({ playing: true }), GRID, HOMES)
    await eventually(() =>
      expect(page.clocks.at(-1)).toMatchObject({ ended: true, playing: false, at: marks.end }),
    )
    expect(page.cell('KTN-02', 'VN')?.value).toBe(300)
    expect(page.gaps).toBe(0)
    const frames = page.frames.length
    expect(await page.control({ do: 'seek', at: marks.first })).toMatchObject({
      at: marks.first,
      ended: false,
    })
    expect(page.frames.slice(frames).map((f) => f.kind)).toEqual(['snapshot', 'snapshot'])
    expect(page.cell('KTN-02', 'VN')?.value).toBe(100)
    await page.control({ do: 'play' })
    const paused = await page.control({ do: 'pause' })
    expect(paused).toMatchObject({ playing: false })
    expect(await page.control({ do: 'seek', at: marks.corrected })).toMatchObject({ playing: false })
    expect(page.cell('KTN-14', 'VN')?.value).toBe(17)
    page.close()
  })
  it.each([1, 10, 60, 600] as const)('runs at %i times to the same end', async (rate) => {
    const page = await at(replay({ rate, playing: true, to: marks.end }), GRID, HOMES)
    await eventually(() => expect(page.clocks.at(-1)).toMatchObject({ ended: true }))
    expect(page.cell('KTN-02', 'VN')?.value).toBe(300)
    expect(page.cell('KTN-14', 'VN')?.value).toBe(17)
    page.close()
  })
  it("runs through what was true, corrections in their place, when it knows what is known 'now'", async () => {
    const page = await at(
      replay({ known: 'now', from: about - 1_000, at: about - 1_000, to: about + 2_500, playing: false }),
      GRID,
    )
    const seen: (number | undefined)[] = []
    for (let i = 0; i < 3; i++) {
      await page.control({ do: 'step' })
      seen.push(page.cell('KTN-02', 'VN')?.value)
    }
    expect(seen).toEqual([100, 222, 300])
    page.close()
  })
})

describe('what cannot be shown', () => {
  it('is said with the first and last time there is', async () => {
    const past = marks.before - 86_400_000
    const none = await refusal(replay({ from: past - 1_000, at: past - 1_000, to: past }))
    expect(none).toMatchObject({ code: 'NO_DATA' })
    expect(none.detail.first).toBeGreaterThanOrEqual(marks.before)
    expect(none.detail.last).toBeGreaterThan(marks.corrected)
    expect(await refusal(fixed(past))).toMatchObject({
      code: 'NO_DATA',
      detail: { first: none.detail.first },
    })
    const after = Date.now()
    expect(await refusal(replay({ from: after - 2, at: after - 2, to: after - 1 }))).toMatchObject({
      code: 'NO_DATA',
    })
  })
  it('is refused when it makes no sense', async () => {
    const { before, end } = marks
    for (const wrong of [
      replay({ from: end, to: before }),
      replay({ from: end, to: end, at: end }),
      replay({ at: before - 1 }),
      replay({ to: Date.now() + 3_600_000 }),
      fixed(Date.now() + 3_600_000),
      fixed(Number.NaN),
      fixed(Number.POSITIVE_INFINITY),
      { ...replay(), rate: 7 },
      { mode: 'yesterday' },
      null,
    ])
      expect((await refusal(wrong)).code).toBe('BAD_REQUEST')
    const page = await at(replay(), GRID)
    await expect(page.control({ do: 'seek', at: end + 1 })).rejects.toThrow('BAD_REQUEST')
    await expect(page.control({ do: 'rate', rate: 7 as 1 })).rejects.toThrow('BAD_REQUEST')
    await page.set(fixed(end))
    await expect(page.control({ do: 'play' })).rejects.toThrow('CONFLICT')
    page.close()
  })
  it('is refused when too many replay already, and free again when one leaves', async () => {
    await eventually(() => expect(s.server.app.replay.running).toEqual({ fixed: 0, replay: 0 }))
    const pages = [await at(replay(), GRID), await at(replay())]
    expect(await refusal(replay())).toMatchObject({
      code: 'OVERLOADED',
      detail: { reason: 'TOO_MANY_REPLAYS', most: 2 },
    })
    // One of the two may set its own anew.
    await pages[0]?.set(replay({ rate: 10 }))
    for (const p of pages) p.close()
    await eventually(() => expect(s.server.app.replay.running).toEqual({ fixed: 0, replay: 0 }))
    const again = await at(replay(), GRID)
    again.close()
  })
  it('is refused when too many clocks stand; nobody holds more than half of them', async () => {
    await eventually(() => expect(s.server.app.replay.running.fixed).toBe(0))
    const eight = (who: string) => Promise.all(Array.from({ length: 8 }, () => atAs(who, fixed(marks.end))))
    const pages = await eight(leader)
    expect(await refusal(fixed(marks.end))).toMatchObject({ detail: { reason: 'TOO_MANY_OWN', most: 8 } })
    pages.push(...(await eight((await s.server.as('leader')).cookie)))
    expect(await refusal(fixed(marks.end))).toMatchObject({ detail: { reason: 'TOO_MANY_CLOCKS' } })
    for (const p of pages) p.close()
  })
})
