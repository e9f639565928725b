import { expect, test } from 'vitest'
import { Drive } from '../../../server/exercise/driver/drive.ts'
import type { DriverNews, PictureRow } from '../../../server/exercise/driver/orders.ts'
import type { Scenario } from '../../../shared/api/exercise.ts'
import { scenario } from '../../fixtures/exercise.ts'
import { eventually } from '../../harness/eventually.ts'

type Row = { indicator: string; at: string; value: number }
const CONNECTION = 'DT-LUOI'
const curve = {
  ...{ id: 'tang', at: 9.1, kind: 'curve', connection: CONNECTION, indicator: 'KTN-02', unit: 'VN' },
  points: [
    [9.1, 50_000],
    [20, 60_000],
  ],
} as const
const silence = { id: 'mat', at: 8, kind: 'silence', connection: CONNECTION, until: 12 } as const
const quiet = (injects: readonly object[]): Scenario => ({
  ...scenario(),
  injects: injects as Scenario['injects'],
})

const came = (news: readonly DriverNews[]) => news.flatMap((n) => (n.kind === 'injected' ? n.inject : []))
/** A scenario played into a list; the intake is away for as many sendings as `away` says. */
function played(of: Scenario, away = 0, picture: PictureRow[] = []) {
  let left = away
  const sent: Row[] = []
  const alerts: string[] = []
  const news: DriverNews[] = []
  const drive = new Drive(
    { base: '', keys: {}, scenario: of, picture, came: {}, alerts: {} },
    async (_connection, what, body) => {
      if (left-- > 0) return { heard: false, taken: false, answer: 'ECONNREFUSED' }
      if (what === 'observations') sent.push(...(JSON.parse(body).observations as Row[]))
      else alerts.push(body)
      return { heard: true, taken: true, answer: '200' }
    },
    (n) => news.push(n),
  )
  const abort = new AbortController()
  return { drive, sent, alerts, news, run: () => drive.run(abort.signal), stop: () => abort.abort() }
}

test('a curve brought on while the clock stands begins at its first point, at the minute of the clock', async () => {
  const { drive, sent, news } = played(quiet([curve]))
  drive.set({ minute: 3.3, speed: 1, running: false })
  await Promise.all([drive.inject('tang'), drive.inject('tang')])
  expect(sent.map((r) => r.value)).toEqual([50_000])
  expect(news).toMatchObject([{ kind: 'injected', inject: 'tang', minute: 3.3, taken: true }])
})

test('while the clock stands nothing comes, and a source goes on saying what it said', async () => {
  const rising = {
    ...curve,
    id: 'len',
    at: 0,
    points: [
      [0, 40_000],
      [10, 50_000],
    ],
  }
  const { drive, sent, news, run, stop } = played(quiet([rising, { ...silence, at: 5 }]))
  const over = run()
  await new Promise((done) => setTimeout(done, 300))
  // Nothing is said of a minute that nobody has told yet.
  expect(news).toEqual([])
  drive.set({ minute: 5, speed: 10, running: false })
  await drive.inject('len')
  await eventually(async () => expect(sent.length).toBeGreaterThan(2))
  expect(new Set(sent.map((r) => r.value))).toEqual(new Set([45_000]))
  const at = sent.map((r) => Date.parse(r.at))
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(900)
  expect(came(news)).toEqual(['len'])
  stop()
  await over
})

test('a silence brought on before its minute silences its connection from then on', async () => {
  const flat = { ...curve, id: 'phang', at: 0, points: [[0, 40_000]] }
  const { drive, sent, news, run, stop } = played(quiet([flat, silence]))
  drive.set({ minute: 3, speed: 1, running: true })
  const over = run()
  await eventually(async () => expect(sent.length).toBeGreaterThan(1))
  await drive.inject('mat')
  const before = sent.length
  // Three of its beats long: one may have been under way.
  await new Promise((done) => setTimeout(done, 3_200))
  expect(sent.length - before).toBeLessThanOrEqual(1)
  expect(came(news)).toEqual(['phang', 'mat'])
  stop()
  await over
})

test('what did not arrive is sent again at once, and nothing plays before it has', async () => {
  const flat = { ...curve, id: 'phang', at: 0, points: [[0, 40_000]] }
  const seldom = quiet([flat])
  const connections = seldom.connections.map((c) => ({ ...c, everySeconds: 3_600 }))
  const { drive, sent, news, run, stop } = played({ ...seldom, connections }, 3)
  drive.set({ minute: 0, speed: 1, running: true })
  const over = run()
  await eventually(() => expect(news.map((n) => n.kind)).toEqual(['injected', 'playing']))
  expect(news[0]).toMatchObject({ inject: 'phang', taken: false })
  expect(sent.map((r) => r.value)).toEqual([40_000])
  stop()
  await over
})

test('what comes but once is tried again: the picture of the start, and an alert', async () => {
  const row: PictureRow = { indicator: 'KTN-03', unit: 'VN', value: 50, status: 'official' }
  const begun = played(quiet([]), 2, [row])
  await begun.drive.picture()
  expect(begun.sent).toEqual([row])

  const { drive, alerts, news } = played(scenario(), 2)
  drive.set({ minute: 0, speed: 1, running: false })
  await drive.inject('bao')
  expect(alerts).toHaveLength(1)
  expect(news).toMatchObject([{ kind: 'injected', inject: 'bao', taken: true }])
  // One that is away for long is on record as not taken.
  const long = played(scenario(), 1_000)
  await long.drive.inject('bao')
  expect(long.news).toMatchObject([{ inject: 'bao', taken: false, answer: 'ECONNREFUSED' }])
}, 20_000)

test('that it is over is said until it is stopped', async () => {
  const { drive, news, run, stop } = played({ ...quiet([]), minutes: 5 })
  drive.set({ minute: 5, speed: 1, running: true })
  const over = run()
  await eventually(() => expect(news.filter((n) => n.kind === 'over').length).toBeGreaterThan(2))
  stop()
  await over
})
