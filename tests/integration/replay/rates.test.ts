import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ViewQuestion } from '../../../shared/live.ts'
import { compareBySeeks } from '../../fixtures/replay/recording.ts'
import { eventually } from '../../harness/eventually.ts'
import { load, type ReplayStage, replayStage, report, settled } from './stage.ts'

const QUESTIONS: ViewQuestion[] = [
  { kind: 'cells', cells: [{ indicator: 'KTN-02', unit: 'VN' }] },
  { kind: 'indicator', indicator: 'KTN-14' },
]
const MINUTES = 40
let s: ReplayStage
let leader: string
let from: number

/** An hour as it was recorded: a value each second, some of it late, and months reported and corrected in between. */
async function anHour(): Promise<void> {
  const now = s.server.app.catalogue.now()
  const find = (indicator: string, unit: string) => {
    const i = now.indicator(indicator)
    const u = now.unitInForce(unit, Date.now())
    const id = i && u ? now.findSeries(i.id, u.id) : undefined
    if (id === undefined) throw new Error(`no series ${indicator} ${unit}`)
    return id
  }
  const { pool } = s.server.app.db
  await pool.query(
    `insert into observation (series_id, valid_from, valid_to, period, value, status, entry, simulated, revision,
       recorded_at, message_id, row_no)
     select $1, t - late, t - late, null, n % 977, 'official', 'machine', false, 0, t, 0, n from (
       select n, to_timestamp($2::float8 / 1000) + n * interval '1.037 seconds' t,
         case when n % 50 = 7 then interval '90 seconds' else interval '300 milliseconds' end late
       from generate_series(1, $3::int) n) x`,
    [find('KTN-02', 'VN'), from, MINUTES * 57],
  )
  await pool.query(
    `insert into observation (series_id, valid_from, valid_to, period, value, status, entry, simulated, revision,
       recorded_at, message_id, row_no)
     select ($1::int[])[1 + n % 3], m, m + interval '1 month', to_char(m, 'YYYY-MM'), n * 1.5, 'revised', 'machine', false,
       n / 9, to_timestamp($2::float8 / 1000) + n * interval '17.3 seconds', 0, n from (
       select n, (date '2026-01-01' + make_interval(months => (n / 3) % 4)) at time zone 'Asia/Ho_Chi_Minh' m
       from generate_series(1, $3::int) n) x`,
    [['01', '22', '79'].map((unit) => find('KTN-14', unit)), from, MINUTES * 3],
  )
}

beforeAll(async () => {
  s = await replayStage({ REPLAYS: '40' })
  leader = (await s.server.as('leader')).cookie
  from = Date.now() - (MINUTES + 5) * 60_000
  await s.send(s.quick, load(1))
  await s.send(s.monthly, report('01', 1, '2025-12'), report('22', 1, '2025-12'), report('79', 1, '2025-12'))
  await anHour()
  await settled()
}, 120_000)
afterAll(() => s?.stop())

describe.each(['then', 'now'] as const)("a replay of what is known '%s'", (known) => {
  it.each([60, 600] as const)(
    'shows at %i times, at each of its ticks, what a look at that moment shows',
    async (rate) => {
      const to = from + (rate === 600 ? MINUTES : 4) * 60_000
      const wanted = { mode: 'replay', from, to, at: from + 1_234, rate, playing: false, known } as const
      const page = await s.page(leader)
      await page.set(wanted)
      for (const q of QUESTIONS) await page.open(q)
      await page.control({ do: 'play' })
      await eventually(() => expect(page.clocks.at(-1)).toMatchObject({ ended: true }))
      expect(page.gaps).toBe(0)
      const other = await s.page(leader)
      await other.set(wanted)
      for (const q of QUESTIONS) await other.open(q)
      expect(page.pictures.length).toBeGreaterThan(10)
      const result = await compareBySeeks(page.pictures, other)
      expect(result.differing).toEqual([])
      expect(result.late).toBe(0)
    },
    120_000,
  )
})
