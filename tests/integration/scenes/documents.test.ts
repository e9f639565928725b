import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SceneDetail, SceneDiffView, SceneListItem } from '../../../shared/api/scenes.ts'
import type { ViewOpened, ViewQuestion } from '../../../shared/live.ts'
import type { Scene } from '../../../shared/scene.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from '../bridge/sockets.ts'
import { pairScreen, scene } from './stage.ts'

let server: TestServer
let duty: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
}, 120_000)
afterAll(() => server?.stop())

const save = (document: Scene, after: number, who = duty) =>
  who.send<SceneDetail & { code?: string; detail?: { faults?: { field: string; code: string }[] } }>(
    'PUT',
    `/api/scenes/${document.key}`,
    { document, after, note: '' },
  )

test('scenes come with the product, each as its first version, changed only as copies', async () => {
  const { body } = await duty.get<SceneListItem[]>('/api/scenes')
  const keys = body.map((s) => s.scene)
  for (const key of ['sections', 'section-1', 'section-7', 'portal', 'morning', 'storm', 'session'])
    expect(keys).toContain(key)
  expect(body.every((s) => s.delivered && s.newest.version === 1 && s.withdrawn.length === 0)).toBe(true)
  const storm = (await duty.get<SceneDetail>('/api/scenes/storm')).body.document
  expect((await save(storm, 1)).body.code).toBe('SCENE_DELIVERED')
  expect((await save({ ...storm, key: 'bao-cua-toi' }, 0)).status).toBe(200)
})

test('each save is a version; a newer one is not written over; versions differ and can be restored', async () => {
  expect((await save(scene('thu'), 0)).body.versions).toHaveLength(1)
  const second = scene('thu', { title: { vi: 'Tên mới', en: 'New name' } })
  expect((await save(second, 1)).body.versions[0]).toMatchObject({ version: 2, origin: 'edited' })
  expect((await save(scene('thu'), 1)).body.code).toBe('SCENE_CHANGED')
  const both = await Promise.all([save(scene('thu'), 2), save(second, 2)])
  expect(both.map((b) => b.status).sort()).toEqual([200, 409])
  const diff = await duty.get<SceneDiffView>('/api/scenes/thu/diff?from=1&to=2')
  expect(diff.body.changes).toMatchObject([{ kind: 'changed', field: 'title' }])
  const restored = await duty.post<SceneDetail>('/api/scenes/thu/restore', { version: 1, after: 3 })
  expect(restored.body.versions[0]).toMatchObject({ version: 4, origin: 'restored', note: 'v1' })
  expect(restored.body.document).toEqual(scene('thu'))
  await expect(server.app.db.pool.query("update scene_version set note = 'x'")).rejects.toThrow()
  const { rows } = await server.app.db.pool.query<{ action: string }>(
    "select action from audit_entry where subject = 'scene:thu'",
  )
  expect(rows).toHaveLength(4)
})

test('a file goes out and comes in; a wrong one is refused with its place, and nothing is kept', async () => {
  const file = await (await duty.fetch('/api/scenes/portal/file')).text()
  const into = (text: string, as?: string) =>
    duty.post<SceneDetail & { code: string; detail: { faults: { field: string; code: string }[] } }>(
      '/api/scenes/import',
      { file: text, ...(as ? { as } : {}) },
    )
  const came = await into(file, 'cong-dvc')
  expect(came.body.versions[0]).toMatchObject({ version: 1, origin: 'imported' })
  expect((await into(file)).body.code).toBe('SCENE_DELIVERED')
  const faults = async (text: string) =>
    (await into(text, 'hong')).body.detail.faults.map((f) => `${f.field} ${f.code}`)
  expect(await faults('{ "format": ')).toMatchObject([expect.stringContaining('NOT_JSON')])
  const broken = scene('hong')
  const part = broken.pages[0]?.parts[0]
  expect(
    await faults(JSON.stringify({ ...broken, pages: [{ seconds: 20, parts: [{ ...part, unit: '' }] }] })),
  ).toEqual(['pages/0/parts/0/unit SHAPE'])
  expect(
    await faults(
      JSON.stringify({ ...broken, pages: [{ seconds: 20, parts: [{ ...part, indicator: 'KTN-99' }] }] }),
    ),
  ).toEqual(['pages/0/parts/0/indicator UNKNOWN_INDICATOR'])
  expect((await duty.get('/api/scenes/hong')).status).toBe(404)
})

test('what is bound to an indicator that is in no catalogue has no series, and is no error', async () => {
  const screen = await pairScreen(server)
  const opened = await screen.socket.timeout(30_000).emitWithAck('view:open', {
    kind: 'draft',
    cells: [{ indicator: 'KTN-77', unit: 'VN' }],
    indicators: ['KTN-77'],
  })
  expect('error' in opened ? opened.error.code : opened.cells).toEqual([])
  screen.socket.close()
})

test('only the server turns a scene into series, each asker within its scope', async () => {
  await save(
    scene('theo-tinh', {
      pages: [
        {
          seconds: 20,
          parts: [{ id: 'map', kind: 'map', indicator: 'KTN-06', x: 0, y: 0, w: 12, h: 24 }],
        },
      ],
    }),
    0,
  )
  const now = server.app.catalogue.now()
  const id = now.indicator('KTN-06')?.id ?? 0
  const units = ['01', '22'].map((code) => now.unitInForce(code, Date.now())?.id ?? 0)
  await server.app.catalogue.seriesIds(units.map((unitId) => ({ indicatorId: id, unitId })))
  const question: ViewQuestion = { kind: 'scene', scene: 'theo-tinh', version: 1 }
  const seen = async (who: Client) => {
    const socket = await connect(server.url, { cookie: who.cookie })
    const opened = await socket.timeout(30_000).emitWithAck('view:open', question)
    socket.close()
    return 'error' in opened
      ? opened.error.code
      : opened.cells.map((c: ViewOpened['cells'][number]) => c.unit)
  }
  expect(await seen(duty)).toEqual(expect.arrayContaining(['01', '22']))
  const quangNinh = await server.as('agency', '22')
  expect(await seen(quangNinh)).not.toContain('01')
  const socket = await connect(server.url, { cookie: duty.cookie })
  const none = await socket.timeout(30_000).emitWithAck('view:open', { ...question, version: 9 })
  expect('error' in none && none.error.code).toBe('NOT_FOUND')
  socket.close()
})
