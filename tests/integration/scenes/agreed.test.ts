import { afterAll, beforeAll, expect, test } from 'vitest'
import { restored } from '../../../server/scenes/manual.ts'
import { readStanding } from '../../../server/scenes/store.ts'
import type { ActAnswer, Showing } from '../../../shared/api/scenes.ts'
import type { StagesView } from '../../../shared/api/stages.ts'
import type { Playlist } from '../../../shared/playlist.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type FakeScreen, pairScreen, scene } from './stage.ts'

let server: TestServer
let duty: Client
let second: Client
let admin: Client
let one: FakeScreen
beforeAll(async () => {
  server = await startServer()
  ;[duty, second, admin] = await Promise.all([
    server.as('duty'),
    server.as('duty'),
    server.as('administrator'),
  ])
  one = await pairScreen(server)
}, 120_000)
afterAll(async () => {
  one?.socket.close()
  await server?.stop()
})

const showing = async () => (await duty.get<Showing>('/api/scenes-showing')).body
const confirm = async () => {
  const { requests } = await showing()
  const { status } = await second.post(`/api/scene-requests/${requests.at(-1)?.id}`, { confirm: true })
  expect(status).toBe(200)
}
const stands = (screen: FakeScreen, key: string) => eventually(() => expect(screen.last?.scene).toBe(key))
const save = async (key: string, after: number, restricted = false) => {
  const body = { document: scene(key, { restricted }), after, note: '' }
  expect((await duty.send('PUT', `/api/scenes/${key}`, body)).status).toBe(200)
}
const saveList = (key: string, scenes: string[], after: number, more: Partial<Playlist> = {}) => {
  const playlist: Playlist = {
    ...{ key, title: { vi: key, en: key }, enabled: true, priority: 100, targets: [{ kind: 'all' }] },
    ...{ times: [], conditions: [], items: scenes.map((s) => ({ scene: s, minutes: 5 })) },
    ...more,
  }
  return duty.send<{ code?: string }>('PUT', `/api/playlists/${key}`, { playlist, after })
}

test('what became restricted after its playlist named it stands no more by that alone, and is named, until two agree', async () => {
  await save('kin-mot', 0)
  expect((await saveList('kin-ds', ['kin-mot'], 0)).status).toBe(200)
  await stands(one, 'kin-mot')
  await save('kin-mot', 1, true)
  await stands(one, 'sections')
  expect(await showing()).toMatchObject({
    ...{ broken: ['kin-ds'], unagreed: [{ playlist: 'kin-ds', scenes: ['kin-mot'] }] },
  })
  expect((await saveList('kin-ds', ['kin-mot'], 1)).body.code).toBe('SECOND_PERSON')
  await confirm()
  await stands(one, 'kin-mot')
  expect(await showing()).toMatchObject({ broken: [], unagreed: [] })
  await duty.send('PUT', '/api/playlists/kin-ds', { playlist: null, after: 2 })
})

test('a playlist plays on without the scene that waits for a second person, and says which it is', async () => {
  await save('mo', 0)
  await save('kin-hai', 0)
  expect((await saveList('hai-ds', ['kin-hai', 'mo'], 0)).status).toBe(200)
  await save('kin-hai', 1, true)
  // The only one of its round that is left.
  await eventually(() => expect(one.last).toMatchObject({ scene: 'mo', until: null }))
  expect((await showing()).unagreed).toEqual([{ playlist: 'hai-ds', scenes: ['kin-hai'] }])
  await duty.send('PUT', '/api/playlists/hai-ds', { playlist: null, after: 1 })
})

test('nor by a stage that called for the playlist before its scene was restricted', async () => {
  await save('kin-ba', 0)
  expect((await saveList('ba-ds', ['kin-ba'], 0, { enabled: false })).status).toBe(200)
  const { stages } = (await admin.get<{ stages: { no: number }[] }>('/api/stages')).body
  const calls = stages.map((s) => (s.no === 2 ? { ...s, playlist: 'ba-ds' } : s))
  expect((await admin.send('PUT', '/api/stages', { stages: calls })).status).toBe(200)
  const change = (no: number, from: number) =>
    admin.post<StagesView>('/api/stages/change', { no, from, cause: 'thử' })
  expect((await change(2, 1)).status).toBe(200)
  await stands(one, 'kin-ba')
  expect(one.last?.why.kind).toBe('stage')
  await save('kin-ba', 1, true)
  await stands(one, 'sections')
  expect((await showing()).broken).toContain('ba-ds')
  expect((await change(1, 2)).status).toBe(200)
})

test('a restricted scene that was agreed to for a group stands on no screen that is put into the group afterwards', async () => {
  const late = await pairScreen(server)
  const into = ({ id }: FakeScreen) => duty.post(`/api/screens/${id}/group`, { group: 'Phòng A' })
  await into(one)
  await save('kin-bon', 0, true)
  await save('ro', 0)
  const target = { kind: 'group', name: 'Phòng A' }
  const act = (body: object) => duty.post<ActAnswer>('/api/scene-acts', body)
  expect((await act({ act: 'show', target, scene: 'kin-bon' })).body.request).not.toBeNull()
  await confirm()
  await stands(one, 'kin-bon')
  expect((await into(late)).status).toBe(200)
  expect(server.app.scenes.shown(late.id)?.scene).toBe('sections')
  // Nor is it, once what was put on record is read by a server that starts.
  const manuals = restored(await readStanding(server.app.db.pool), Date.now())
  expect(manuals.get('group:Phòng A')?.screens).toEqual([one.id])
  // What is open to one person follows the group.
  await act({ act: 'show', target, scene: 'ro' })
  await stands(late, 'ro')
  const last = await pairScreen(server)
  await into(last)
  await stands(last, 'ro')
  for (const screen of [late, last]) screen.socket.close()
})

test('nor does what one person put on a screen stand there once its newest version is restricted, until two agree', async () => {
  const screen = await pairScreen(server)
  const target = { kind: 'screen', id: screen.id }
  const act = (body: object) => duty.post<ActAnswer>('/api/scene-acts', body)
  await save('kin-nam', 0)
  expect((await act({ act: 'show', target, scene: 'kin-nam' })).body.request).toBeNull()
  await stands(screen, 'kin-nam')
  await save('kin-nam', 1, true)
  await stands(screen, 'sections')
  expect((await act({ act: 'show', target, scene: 'kin-nam' })).body.request).not.toBeNull()
  await confirm()
  await eventually(() => expect(screen.last).toMatchObject({ scene: 'kin-nam', version: 2 }))
  // What was agreed to goes on with its newer versions, also for a server that starts.
  await save('kin-nam', 2, true)
  await eventually(() => expect(screen.last).toMatchObject({ scene: 'kin-nam', version: 3 }))
  const manuals = restored(await readStanding(server.app.db.pool), Date.now())
  expect(manuals.get(`screen:${screen.id}`)?.agreed).toBe(true)
  screen.socket.close()
})

test('a scene that the settings name does not become restricted under them', async () => {
  await save('nen', 0)
  const { settings } = await showing()
  const settle = (standing: string) =>
    admin.send<{ code?: string }>('PUT', '/api/scene-settings', { ...settings, standing })
  expect((await settle('nen')).status).toBe(200)
  const document = scene('nen', { restricted: true })
  const restrict = () =>
    duty.send<{ code?: string }>('PUT', '/api/scenes/nen', { document, after: 1, note: '' })
  expect((await restrict()).body.code).toBe('SCENE_IN_SETTINGS')
  expect((await settle(settings.standing)).status).toBe(200)
  expect((await restrict()).status).toBe(200)
  expect((await settle('nen')).body.code).toBe('SECOND_PERSON')
  await confirm()
  expect((await showing()).settings.standing).toBe('nen')
  // What two agreed to goes on with its newer versions.
  await save('nen', 2, true)
  expect((await settle(settings.standing)).status).toBe(200)
})
