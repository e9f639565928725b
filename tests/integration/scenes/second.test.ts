import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../../../server/db/index.ts'
import { SceneBook } from '../../../server/scenes/book.ts'
import { Playlists } from '../../../server/scenes/playlists.ts'
import { Requests } from '../../../server/scenes/requests.ts'
import { insertDecision } from '../../../server/scenes/store.ts'
import type { LogEntryView } from '../../../shared/api/logbook.ts'
import type { ActAnswer, RequestView, SceneSettings, Showing } from '../../../shared/api/scenes.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type FakeScreen, pairScreen, scene } from './stage.ts'

let server: TestServer
let duty: Client
let second: Client
let admin: Client
let screen: FakeScreen
const lapsed: string[] = []
beforeAll(async () => {
  server = await startServer()
  const people = [server.as('duty'), server.as('duty'), server.as('administrator')] as const
  ;[duty, second, admin] = await Promise.all(people)
  server.app.bus.on('logbook', (note) => {
    if (note.kind === 'scene.request-lapsed') lapsed.push(String(note.detail.request))
  })
  screen = await pairScreen(server)
  const document = scene('mat', { restricted: true })
  const made = await duty.send('PUT', '/api/scenes/mat', { document, after: 0, note: '' })
  expect(made.status).toBe(200)
}, 120_000)
afterAll(async () => {
  screen?.socket.close()
  await server?.stop()
})

async function ask(): Promise<RequestView> {
  const { body } = await duty.post<ActAnswer>('/api/scene-acts', {
    ...{ act: 'show', target: { kind: 'all' }, scene: 'mat' },
  })
  if (!body.request) throw new Error('no second person was asked for')
  return body.request
}
const decide = (id: string, confirm: boolean, who: Client) =>
  who.post(`/api/scene-requests/${id}`, { confirm })
/** That the shift log has such a line, by whom. */
const logged = (kind: string, text: string, by: string | null) =>
  eventually(async () => {
    const { body } = await duty.get<LogEntryView[]>('/api/log?group=screens')
    const lines = body.filter((e) => e.kind === `scene.request-${kind}`)
    expect(lines.map((e) => [e.text.vi, e.by])).toContainEqual([text, by])
  })
const WHAT = 'đưa lên màn hình “Cảnh mat”'

test('who may confirm sees what waits and who asks; nobody else does', async () => {
  const { id } = await ask()
  const seen = async (who: Client) => (await who.get<RequestView[]>('/api/scene-requests')).body
  const name = { vi: 'Cảnh mat', en: 'Scene mat' }
  expect(await seen(second)).toMatchObject([{ id, by: 'duty1', own: false, name, act: { act: 'show' } }])
  expect(await seen(duty)).toMatchObject([{ id, own: true }])
  const analyst = await server.as('analyst')
  expect((await analyst.get('/api/scene-requests')).status).toBe(403)
  expect((await decide(id, false, duty)).status).toBe(200)
  expect(await seen(second)).toEqual([])
  await logged('withdrawn', `Rút lại đề nghị: ${WHAT}`, 'duty1')
})

test('the shift log tells what was asked of a second person, and that it was confirmed or refused', async () => {
  const first = await ask()
  await logged('asked', `Đề nghị người thứ hai xác nhận: ${WHAT}`, 'duty1')
  expect((await decide(first.id, true, second)).status).toBe(200)
  await eventually(() => expect(screen.last?.scene).toBe('mat'))
  await logged('confirmed', `Xác nhận đề nghị: ${WHAT}; duty1 đề nghị`, 'duty2')
  const other = await ask()
  expect((await decide(other.id, false, second)).status).toBe(200)
  await logged('refused', `Không đồng ý đề nghị: ${WHAT}; duty1 đề nghị`, 'duty2')
})

const later = () =>
  new Requests(
    server.app,
    async () => ({ request: null, screens: [] }),
    () => scene('mat').title,
    () => ({}),
  )
test('one that ran out unanswered is told once, also by a server that was not there when it did', async () => {
  const answered = await ask()
  await decide(answered.id, false, second)
  const { id, expiresAt } = await ask()
  await later().lapse(expiresAt - 1)
  expect(lapsed).toEqual([])
  await later().lapse(expiresAt + 60_000)
  expect(lapsed).toEqual([id])
  await later().lapse(expiresAt + 120_000)
  expect(lapsed).toEqual([id])
  await logged('lapsed', `Đề nghị hết hạn, không ai xác nhận: ${WHAT}; duty1 đề nghị`, null)
  await expect(server.app.db.pool.query('delete from scene_lapse')).rejects.toThrow('append-only')
})

test('a yes that is just being written when its time is over is told as that alone, one after it as late', async () => {
  const { pool } = server.app.db
  const { rows } = await pool.query<{ id: number }>(`select id from account where username = 'duty2'`)
  const by = rows[0]?.id ?? 0
  const before = [...lapsed]
  const first = await ask()
  const client = await pool.connect()
  await client.query('begin')
  expect(await insertDecision(client, first.id, true, by)).toBe(true)
  await later().lapse(first.expiresAt + 60_000)
  await client.query('commit')
  client.release()
  await later().lapse(first.expiresAt + 60_000)
  expect(lapsed).toEqual(before)
  const other = await ask()
  await later().lapse(other.expiresAt + 60_000)
  expect(lapsed).toEqual([...before, other.id])
  expect(await transaction(pool, (late) => insertDecision(late, other.id, true, by))).toBe(false)
  expect((await decide(other.id, true, second)).status).toBe(410)
})

test('one that ran out and could not be read is told with the next look', async () => {
  const { id, expiresAt } = await ask()
  const { pool } = server.app.db
  const requests = later()
  await pool.query('alter table account rename column display_name to hidden_name')
  await requests.lapse(expiresAt + 60_000)
  await pool.query('alter table account rename column hidden_name to display_name')
  expect(lapsed).not.toContain(id)
  await requests.lapse(expiresAt + 60_000)
  expect(lapsed).toContain(id)
})

const showing = async () => (await admin.get<Showing>('/api/scenes-showing')).body
const settle = (settings: SceneSettings, after?: number) =>
  admin.send<{ code?: string; detail?: object }>('PUT', '/api/scene-settings', {
    ...settings,
    ...(after === undefined ? {} : { after }),
  })

test('who may confirm sees what would be another: of settings, a playlist and a scene', async () => {
  const waits = async () => (await second.get<RequestView[]>('/api/scene-requests')).body.at(-1)
  const { settings } = await showing()
  expect((await settle({ ...settings, twoPerson: ['override'] })).body.code).toBe('SECOND_PERSON')
  const rules = await waits()
  expect(rules?.change).toEqual({
    settings: { before: { twoPerson: ['restricted', 'override'] }, after: { twoPerson: ['override'] } },
  })
  await decide(rules?.id ?? '', false, second)

  const playlist = {
    ...{ key: 'ds', title: { vi: 'Danh sách', en: 'List' }, enabled: false, priority: 5, conditions: [] },
    ...{ targets: [{ kind: 'all' }], times: [{ days: ['mon'], from: '07:00', to: '08:00' }] },
    items: [{ scene: 'storm', minutes: 5 }],
  }
  const save = (document: object, after: number) =>
    duty.send<{ code?: string }>('PUT', '/api/playlists/ds', { playlist: document, after })
  expect((await save(playlist, 0)).status).toBe(200)
  const longer = { ...playlist, items: [...playlist.items, { scene: 'mat', minutes: 9 }] }
  expect((await save(longer, 1)).body.code).toBe('SECOND_PERSON')
  const listed = await waits()
  expect(listed?.change).toEqual({ list: { before: playlist, after: longer } })
  await decide(listed?.id ?? '', false, second)

  const document = scene('mat', { title: { vi: 'Cảnh mở', en: 'Open scene' } })
  const asked = await duty.send<{ code?: string }>('PUT', '/api/scenes/mat', { document, after: 1, note: '' })
  expect(asked.body.code).toBe('SECOND_PERSON')
  const freed = await waits()
  expect(freed?.change.document).toMatchObject({ pages: 1, parts: 1, more: 0 })
  const changes = freed?.change.document?.changes.map((c) => [c.field, c.before, c.after])
  expect(changes?.map(([field]) => field)).toEqual(['title', 'restricted'])
  expect(changes).toContainEqual(['restricted', 'true', 'false'])
  await decide(freed?.id ?? '', false, second)
})

test('settings that wait for a second person undo nothing that was settled since they were asked for', async () => {
  const before = (await showing()).settings
  expect((await settle({ ...before, standing: 'mat' })).body.code).toBe('SECOND_PERSON')
  const { id } = (await showing()).requests.at(-1) ?? { id: '' }
  const since = { ...before, sessionTakes: !before.sessionTakes }
  expect((await settle(since)).status).toBe(200)
  const late = await second.post<{ code?: string }>(`/api/scene-requests/${id}`, { confirm: true })
  expect([late.status, late.body.code]).toEqual([409, 'SCENE_CHANGED'])
  expect((await showing()).settings).toEqual(since)
  // What nothing overtook is settled by the second person as before.
  await decide(id, false, second)
  expect((await settle({ ...since, standing: 'mat' })).body.code).toBe('SECOND_PERSON')
  const next = (await showing()).requests.at(-1)?.id ?? ''
  expect((await decide(next, true, second)).status).toBe(200)
  expect((await showing()).settings).toEqual({ ...since, standing: 'mat' })
  expect((await settle(before)).status).toBe(200)
})

test('of two who settle on what they both read the second is told that there is a newer version', async () => {
  const { settings, settingsVersion } = await showing()
  const put = (more: Partial<SceneSettings>) => settle({ ...settings, ...more }, settingsVersion)
  const both = await Promise.all([put({ alertTakes: 'Severe' }), put({ alarmTakes: 'high' })])
  expect(both.map((r) => r.body.code ?? 'saved').sort()).toEqual(['SCENE_CHANGED', 'saved'])
  expect((await showing()).settingsVersion).toBe(settingsVersion + 1)
  // One who has not read yet what the other has just written finds it when writing.
  const late = new Playlists(server.app, new SceneBook(server.app))
  await late.load()
  const after = settingsVersion + 1
  expect((await settle(settings, after)).status).toBe(200)
  const by = { actor: 'system', address: '' }
  await expect(late.settle(settings, after, by, null)).rejects.toMatchObject({ code: 'SCENE_CHANGED' })
})
