import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ViewQuestion } from '../../../shared/live.ts'
import { compareBySeeks, differing, type Picture, type Recorder } from '../../fixtures/replay/recording.ts'
import { eventually } from '../../harness/eventually.ts'
import { load, type ReplayStage, replayStage, report, settled } from './stage.ts'

const QUESTIONS: ViewQuestion[] = [
  { kind: 'cells', cells: [{ indicator: 'KTN-02', unit: 'VN' }] },
  { kind: 'indicator', indicator: 'KTN-14' },
  { kind: 'unit', unit: '22' },
]
let s: ReplayStage
let leader: string
let recorded: Picture[]
/** A moment earlier than the first picture: a commit may have been on its way. */
const span = () => ({ from: (recorded[0]?.at ?? 0) - 1_000, to: recorded.at(-1)?.at ?? 0 })

beforeAll(async () => {
  s = await replayStage()
  leader = (await s.server.as('leader')).cookie
  await s.send(s.quick, load(40_000))
  await s.send(
    s.monthly,
    report('01', 10),
    report('22', 5),
    report('79', 7, '2026-08'),
    report('01', 9, '2026-08'),
  )
  const live = await s.page(leader)
  const nation = await live.open({ kind: 'cells', cells: [{ indicator: 'KTN-14', unit: 'VN' }] })
  await eventually(() => expect(live.cell('KTN-14', 'VN')?.value).toBe(15))
  live.socket.emit('view:close', nation.id)
  await live.set({ mode: 'live' })
  for (const q of QUESTIONS) await live.open(q)
  // A few seconds of the life of the system: beats, reports, corrections, a silence long enough to become late.
  const start = Date.now()
  for (let i = 0; i < 6; i++) {
    await s.send(s.quick, load(41_000 + i))
    if (i === 1) await s.send(s.monthly, report('22', 6))
    if (i === 2) await s.send(s.quick, load(39_000, start))
    if (i === 3) await s.send(s.monthly, report('01', 8.5, '2026-08', 'revised'), report('79', 20))
    if (i === 4) await s.send(s.monthly, report('01', 12, '2026-10'))
    await pause(350)
  }
  await eventually(() => expect(live.cell('KTN-02', 'VN')?.freshness).toBe('late'))
  await s.send(s.quick, load(50_000))
  await eventually(() =>
    expect(live.cell('KTN-02', 'VN')).toMatchObject({ freshness: 'fresh', value: 50_000 }),
  )
  await settled()
  expect(live.gaps).toBe(0)
  recorded = [...live.pictures]
}, 120_000)
afterAll(() => s?.stop())

async function replaying(at = span().from): Promise<Recorder> {
  const page = await s.page(leader)
  await page.set({ mode: 'replay', ...span(), at, rate: 1, playing: false, known: 'then' })
  for (const q of QUESTIONS) await page.open(q)
  return page
}

describe('a replay', () => {
  it('had something to show', () => {
    const freshness = new Set(
      recorded.flatMap((p) => [...p.cells.values()].map((c) => JSON.parse(c).freshness)),
    )
    expect([...freshness]).toEqual(expect.arrayContaining(['fresh', 'due', 'late', 'stale']))
    expect(recorded.length).toBeGreaterThan(10)
  })

  it('shows by seeks what live showed at each change, all cells by value', async () => {
    const page = await replaying()
    const result = await compareBySeeks(recorded, page)
    expect(result.differing).toEqual([])
    expect(result.pictures).toBe(recorded.length)
    const backwards = await compareBySeeks(recorded.toReversed(), page)
    expect(backwards.differing).toEqual([])
  }, 120_000)

  it.each([1, 10] as const)(
    'runs through the same pictures at %i times',
    async (rate) => {
      const page = await replaying()
      await page.control({ do: 'rate', rate })
      await page.control({ do: 'play' })
      // As long as it took to be recorded.
      await eventually(() => expect(page.clocks.at(-1)).toMatchObject({ ended: true, playing: false }), {
        timeout: span().to - span().from + 30_000,
      })
      expect(page.gaps).toBe(0)
      const of = (view: number) => recorded.filter((r) => r.view === view)
      for (const view of QUESTIONS.keys()) {
        const last = of(view).at(-1)
        expect(last && differing(last, page.shown(view))).toEqual([])
      }
      // Whatever it showed, live showed around that time; a tick of the replay is `rate` ticks of live.
      const slack = 1_000 + 100 * rate
      for (const p of page.pictures) {
        if (p.at < (recorded.at(QUESTIONS.length - 1)?.at ?? 0)) continue
        const around = of(p.view).filter((r, i, all) => {
          const until = all[i + 1]?.at ?? Number.POSITIVE_INFINITY
          return r.at <= p.at + slack && until >= p.at - slack
        })
        const nearest = around.map((r) => differing(r, p)).sort((a, b) => a.length - b.length)[0]
        expect(nearest).toEqual([])
      }
    },
    120_000,
  )

  it('carries the replayed time in its frames', async () => {
    const { from, to } = span()
    const page = await replaying()
    await page.control({ do: 'play' })
    await eventually(() => expect(page.pictures.length).toBeGreaterThan(3))
    await page.control({ do: 'pause' })
    for (const p of page.pictures) {
      expect(p.at).toBeGreaterThanOrEqual(from)
      expect(p.at).toBeLessThanOrEqual(to)
    }
  })
})
