import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOST_VALUES } from '../../../server/wall/minute.ts'
import type { MinuteAnswer, ProvenScreen } from '../../../shared/api/wall.ts'
import { MOST_SHOWN } from '../../../shared/proof.ts'
import type { WallView } from '../../../shared/wall.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { pair } from './stage.ts'

/** The minute that is asked about, an hour ago. */
const MINUTE = Math.floor((Date.now() - 3_600_000) / 60_000) * 60_000
let server: TestServer
let duty: Client
let auditor: Client
let series = 0
/** Two that stood in one wall, and one that was revoked since. */
let ids: { left: number; right: number; gone: number }
let wall: WallView

const pool = () => server.app.db.pool
type Said = { text?: string; value?: number; scene?: string; cut?: number; cover?: string; agrees?: boolean }
/** A screen's word of that time, as the server keeps it. */
async function say(screen: number, at: number, { text, value = 0, ...said }: Said): Promise<void> {
  const { scene = '1.1', cut = 0, cover = null, agrees = true } = said
  const shown = text === undefined ? [] : [[series, 1, 1, value, MINUTE, text]]
  await pool().query(
    `insert into screen_proof (screen_id, at, why, scene, epoch, sha256, agrees, differs, shown, cover, cut)
     values ($1, to_timestamp($2::float8 / 1000), 'beat', $3, 1, sha256($4), $5, $6, $7, $8, $9)`,
    [
      ...[screen, at, scene, Buffer.from(JSON.stringify([scene, shown, cover, cut])), agrees],
      ...[agrees ? null : JSON.stringify([series]), JSON.stringify(shown), cover, cut],
    ],
  )
}
const ask = (query: Record<string, string | number>, who = auditor) =>
  who.get<MinuteAnswer>(
    `/api/screens/proof?${new URLSearchParams(Object.entries(query).map(([k, v]) => [k, `${v}`]))}`,
  )
const geometry = (screens: number[]) => ({
  ...{ rows: 1, columns: screens.length, resolution: { width: 1920, height: 1080 } },
  panel: { width: 1210, height: 680 },
  bezel: { left: 2, right: 2, top: 2, bottom: 2, unit: 'px' as const },
  cells: screens.map((screen, column) => ({ row: 0, column, screen })),
})

beforeAll(async () => {
  server = await startServer()
  ;[duty, auditor] = await Promise.all([server.as('duty'), server.as('auditor')])
  const now = server.app.catalogue.now()
  series = await server.app.catalogue.seriesId(now.indicator('KTN-02')?.id ?? 0, now.nation().id)
  ids = { left: (await pair(server)).id, right: (await pair(server)).id, gone: (await pair(server)).id }
  const wanted = { name: 'Tường chính', geometry: geometry([ids.left, ids.right]) }
  wall = (await duty.post<WallView>('/api/walls', wanted)).body
  // It was made two hours ago, and a screen of it was taken away since.
  await pool().query('alter table audit_entry disable trigger audit_append_only')
  await pool().query("update audit_entry set at = at - interval '2 hours' where action = 'wall.made'")
  await pool().query('alter table audit_entry enable trigger audit_append_only')
  const change = { version: 1, name: 'Tường chính', geometry: geometry([ids.left]) }
  expect((await duty.send('PUT', `/api/walls/${wall.id}`, change)).status).toBe(200)

  await say(ids.left, MINUTE - 20_000, {})
  await say(ids.left, MINUTE + 10_000, { text: '41.100', value: 41_100, scene: '2.1' })
  await say(ids.left, MINUTE + 40_000, { text: '41.100', value: 41_100, scene: '2.1' })
  await say(ids.left, MINUTE + 45_000, { scene: '3.1' })
  await say(ids.right, MINUTE - 10_000, { scene: '5.1' })
  await say(ids.gone, MINUTE - 60_000, { text: '40.900', value: 40_900 })
  expect((await duty.post(`/api/screens/${ids.gone}/revoke`)).status).toBe(200)
}, 120_000)
afterAll(() => server?.stop())

test('a number that stood on a wall for part of a minute was shown in it, from when until when, whatever second is asked for', async () => {
  const { status, body } = await ask({ wall: wall.id, at: MINUTE, indicator: 'KTN-02' })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ from: MINUTE, until: MINUTE + 60_000, verdict: 'shown' },
    wall: { id: wall.id, name: 'Tường chính', stood: true },
  })
  expect(body.screens.map((s) => [s.screen, s.verdict])).toEqual([
    [ids.left, 'shown'],
    [ids.right, 'not-shown'],
  ])
  const spans = body.screens[0]?.spans.map((s) => [
    ...[s.from - MINUTE, s.until - MINUTE, s.said?.scene],
    s.values.map((v) => `${v.indicator}@${v.unit} ${v.text}`),
  ])
  expect(spans).toEqual([
    [0, 10_000, '1.1', []],
    [10_000, 45_000, '2.1', ['KTN-02@VN 41.100']],
    [45_000, 60_000, '3.1', []],
  ])
  for (const at of [MINUTE + 15_000, MINUTE + 59_999])
    expect((await ask({ wall: wall.id, at, indicator: 'KTN-02' })).body).toEqual(body)
  const next = await ask({ wall: wall.id, at: MINUTE + 60_000, indicator: 'KTN-02' })
  expect(next.body.from).toBe(MINUTE + 60_000)
  expect(next.body.verdict).toBe('unknown')
})

test('a wall is asked as it stood then: before it was made there was none', async () => {
  const before = await ask({ wall: wall.id, at: MINUTE - 3 * 3_600_000 })
  expect(before.body).toMatchObject({ wall: { stood: false }, verdict: 'unknown', screens: [] })
  const now = await ask({ wall: wall.id, at: Date.now() })
  // The minute of the change holds what stood before it too.
  expect(now.body.screens.map((s) => s.screen)).toContain(ids.left)
  expect((await ask({ wall: 999_999, at: MINUTE })).status).toBe(404)
})

test('a revoked screen is asked as any other, and is offered while its words may be kept', async () => {
  const { body } = await ask({ screen: ids.gone, at: MINUTE, indicator: 'KTN-02' })
  expect(body).toMatchObject({ wall: null, verdict: 'shown' })
  expect(body.screens[0]?.spans.map((s) => [s.from - MINUTE, s.until - MINUTE, s.said !== null])).toEqual([
    [0, 30_000, true],
    [30_000, 60_000, false],
  ])
  const offered = async () => (await auditor.get<ProvenScreen[]>('/api/screens/proven')).body
  const found = (await offered()).map((s) => [s.id, s.revokedAt !== null])
  expect(found).toEqual([
    [ids.left, false],
    [ids.right, false],
    [ids.gone, true],
  ])
  const move = (days: number) =>
    pool().query('update screen set revoked_at = now() - make_interval(days => $2) where id = $1', [
      ids.gone,
      days,
    ])
  await move(399)
  expect((await offered()).map((s) => s.id)).toContain(ids.gone)
  await move(401)
  expect((await offered()).map((s) => s.id)).not.toContain(ids.gone)
})

test('what a word had no room for, and what nobody reported, is not known; what lay over the picture is said', async () => {
  const later = MINUTE + 10 * 60_000
  await say(ids.right, later, { cut: 3 })
  const cut = await ask({ screen: ids.right, at: later, indicator: 'KTN-02' })
  expect(cut.body.verdict).toBe('unknown')
  const dark = later + 5 * 60_000
  await say(ids.right, dark, { cover: 'dark', agrees: false })
  const covered = await ask({ screen: ids.right, at: dark, indicator: 'KTN-02' })
  expect(covered.body.verdict).toBe('not-shown')
  expect(covered.body.screens[0]?.spans[0]?.said).toMatchObject({ cover: 'dark', agrees: false })
  const silent = await ask({ screen: ids.right, at: MINUTE - 3_600_000 })
  expect(silent.body.screens[0]).toMatchObject({ verdict: 'unknown', spans: [{ said: null, values: [] }] })
  const toCome = await ask({ screen: ids.right, at: Date.now() + 3_600_000 })
  expect(toCome.body.screens[0]).toMatchObject({ verdict: 'unknown', spans: [] })
})

test('the picture beside it is the nearest to when the number stood there', async () => {
  const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
  for (const [after, scene] of [
    [5_000, '1.1'],
    [30_000, '2.1'],
  ] as const)
    await pool().query(
      `insert into screen_picture (screen_id, at, kind, scene, width, height, sha256, jpeg)
       values ($1, to_timestamp($2::float8 / 1000), 'small', $3, 8, 8, sha256($4), $4)`,
      [ids.left, MINUTE + after, scene, jpeg],
    )
  const { body } = await ask({ screen: ids.left, at: MINUTE, indicator: 'KTN-02' })
  const picture = body.screens[0]?.picture
  expect(picture).toMatchObject({ scene: '2.1', at: MINUTE + 30_000 })
  const image = await auditor.fetch(`/api/screens/${ids.left}/picture/${picture?.id}`)
  expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
})

test('an auditor of the nation reads the walls and asks, and tells no screen anything; one of a province does neither', async () => {
  expect((await auditor.get('/api/walls')).status).toBe(200)
  const refused = await Promise.all([
    auditor.post('/api/screens/command', { screens: [ids.left], command: { do: 'reload' } }),
    auditor.post(`/api/screens/${ids.left}/command`, { command: { do: 'reload' } }),
    auditor.get(`/api/screens/${ids.left}/commands`),
    auditor.get('/api/screens'),
    auditor.post('/api/walls', { name: 'x', geometry: geometry([ids.right]) }),
    auditor.post('/api/scene-acts', { act: 'next', target: { kind: 'all' } }),
  ])
  expect(refused.map((r) => r.status)).toEqual([403, 403, 403, 403, 403, 403])
  const ofProvince = await server.as('auditor', '22')
  for (const path of [
    '/api/walls',
    '/api/screens/proven',
    `/api/screens/proof?screen=${ids.left}&at=${MINUTE}`,
  ])
    expect([path, (await ofProvince.get(path)).status]).toEqual([path, 403])
})

test('a minute with more numbers than one answer holds is refused until an indicator is named', async () => {
  const then = MINUTE + 20 * 60_000
  const now = server.app.catalogue.now()
  const many = await server.app.catalogue.seriesId(now.indicator('KTN-06')?.id ?? 0, now.nation().id)
  const one = [series, 1, 1, 41_100, MINUTE, '41.100']
  const rest = Array.from({ length: MOST_SHOWN - 1 }, () => [many, 1, 1, 7, MINUTE, '7'])
  // Each as full as a screen's word may be; together one too many for an answer.
  const words = MOST_VALUES / MOST_SHOWN + 1
  for (let n = 0; n < words; n++)
    await pool().query(
      `insert into screen_proof (screen_id, at, why, scene, epoch, sha256, agrees, shown)
       values ($1, to_timestamp($2::float8 / 1000), 'beat', '2.1', 1, sha256($3), true, $4)`,
      [ids.left, then + n * 1_000, Buffer.from(`word ${n}`), JSON.stringify([one, ...rest])],
    )
  for (const query of [`wall=${wall.id}`, `screen=${ids.left}`]) {
    const refused = await auditor.get<{ code: string }>(`/api/screens/proof?${query}&at=${then}`)
    expect([refused.status, refused.body.code]).toEqual([422, 'PROOF_TOO_MUCH'])
  }
  const named = await ask({ wall: wall.id, at: then, indicator: 'KTN-02' })
  expect([named.status, named.body.verdict]).toEqual([200, 'shown'])
  expect(named.body.screens[0]?.spans).toHaveLength(words)
})

test('one screen or one wall is asked for, neither both nor none, and only one that there is', async () => {
  expect((await ask({ at: MINUTE })).status).toBe(400)
  expect((await ask({ at: MINUTE, screen: ids.left, wall: wall.id })).status).toBe(400)
  expect((await ask({ at: MINUTE, screen: 999_999 })).status).toBe(404)
})
