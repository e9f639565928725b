import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { restored, standing } from '../../../server/scenes/manual.ts'
import { readStanding } from '../../../server/scenes/store.ts'
import type { ActAnswer } from '../../../shared/api/scenes.ts'
import type { Target } from '../../../shared/playlist.ts'
import { pageAt } from '../../../shared/scene.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type FakeScreen, pairScreen, rowOf, scene } from './stage.ts'

let server: TestServer
let duty: Client
let one: FakeScreen
let two: FakeScreen
let wall: Target
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  one = await pairScreen(server)
  two = await pairScreen(server)
  const [page] = scene('nhieu').pages
  const pages = [1, 2].map(() => ({ seconds: 3_000, parts: page?.parts ?? [] }))
  for (const document of [scene('mot'), scene('nhieu', { pages })])
    await duty.send('PUT', `/api/scenes/${document.key}`, { document, after: 0, note: '' })
  const geometry = rowOf([one, two])
  const made = await duty.post<{ id: number }>('/api/walls', { name: 'Tường đôi', geometry })
  wall = { kind: 'wall', id: made.body.id }
}, 120_000)
afterAll(async () => {
  one?.socket.close()
  two?.socket.close()
  await server?.stop()
})
afterEach(async () => {
  for (const target of [wall, only(one), only(two)]) await act({ act: 'release', target })
})

const act = (body: object) => duty.post<ActAnswer>('/api/scene-acts', body)
const only = ({ id }: FakeScreen): Target => ({ kind: 'screen', id })
/** What the server has a screen show, since when, and on which page it then is. */
const shown = ({ id }: FakeScreen) => {
  const s = server.app.scenes.shown(id)
  return s && { scene: s.scene, since: s.since, page: s.page ?? pageAt(s.document, s.since, s.at).page }
}
/** Both stand alike by the server, and each was told so. */
async function inStep(key: string) {
  expect(shown(two)).toEqual(shown(one))
  for (const s of [one, two])
    await eventually(() => expect(s.last).toMatchObject({ scene: key, since: shown(s)?.since }))
}

test('a screen of a wall that comes back to the wall’s picture counts its turns with the others', async () => {
  await inStep('sections')
  await act({ act: 'show', target: only(two), scene: 'mot' })
  await act({ act: 'show', target: only(two), scene: 'sections' })
  await inStep('sections')
  await act({ act: 'release', target: only(two) })
  await inStep('sections')
})

test('a picture that stood on one screen of a wall first is in step with it on all of them', async () => {
  await act({ act: 'show', target: only(two), scene: 'nhieu' })
  await act({ act: 'show', target: wall, scene: 'nhieu' })
  await inStep('nhieu')
})

test('the next page asked for on one screen of a wall comes on all of it that shows the same', async () => {
  await act({ act: 'show', target: wall, scene: 'nhieu' })
  const { body } = await act({ act: 'next', target: only(two) })
  expect(body.screens.map((s) => s.id).sort((a, b) => a - b)).toEqual([one.id, two.id])
  await inStep('nhieu')
  expect(shown(one)?.page).toBe(1)
  await act({ act: 'show', target: only(two), scene: 'mot' })
  const alone = await act({ act: 'next', target: only(two) })
  expect(alone.body.screens.map((s) => s.id)).toEqual([two.id])
})

test('the page that a held wall was turned to stands again after the server’s restart, until it is held anew', async () => {
  const kept = async () => {
    const manuals = restored(await readStanding(server.app.db.pool), Date.now())
    const walled = wall.kind === 'wall' ? wall.id : null
    return [one, two].map(
      ({ id }) => standing(manuals.values(), { screen: id, group: null, wall: walled })?.stands.page,
    )
  }
  await act({ act: 'show', target: wall, scene: 'nhieu' })
  await act({ act: 'pin', target: wall })
  expect(await kept()).toEqual([0, 0])
  // Asked for on one screen, of what the wall is held on.
  await act({ act: 'next', target: only(two) })
  expect([one.last?.page, two.last?.page]).toEqual([1, 1])
  expect(await kept()).toEqual([1, 1])
  // By two at once: what stands is what is on record.
  await Promise.all([one, two].map((s) => act({ act: 'next', target: only(s) })))
  expect(await kept()).toEqual([shown(one)?.page, shown(two)?.page])
  await act({ act: 'pin', target: wall, page: 0 })
  expect(await kept()).toEqual([0, 0])
  await act({ act: 'release', target: wall })
  expect(await kept()).toEqual([undefined, undefined])
})
