import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { barsIn, barsOf, cable, framesOf, loudnessOf, person } from './stage.ts'

const QUANG_NINH = '22'
const WAIT = { timeout: 60_000, interval: 250 }
let server: TestServer
let leader: Client
let made: CreatedSession
let line: Awaited<ReturnType<typeof cable>>
let chair: Page
let point: Page
let wall: Page
const browsers: Browser[] = []
const problems: string[] = []

const newPerson = async (draws?: 'map') => {
  const { browser, page } = await person(problems, draws)
  browsers.push(browser)
  return page
}
const session = async () => (await leader.get<BridgeView>(`/api/bridge/${made.session.id}`)).body
const stateOf = async (id: string) => (await session()).points.find((p) => p.id === id)?.state
const grows = async (page: Page, id: string) => {
  const before = await framesOf(page, id)
  await expect.poll(() => framesOf(page, id), WAIT).toBeGreaterThan(before + 5)
}

beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  const { body } = await leader.post<CreatedSession>('/api/bridge', {
    title: 'Giao ban với Quảng Ninh',
    units: [QUANG_NINH],
  })
  made = body
  line = await cable(server.url)
  ;[chair, point, wall] = await Promise.all([newPerson(), newPerson(), newPerson('map')])
  const [name = '', value = ''] = leader.cookie.split(/=(.*)/s)
  await chair.context().addCookies([{ name, value, url: server.url }])
  const link = await server.app.wall.pairingLink(server.url)
  const paired = await server.anonymous.post<{ token: string }>('/api/screens/pair', {
    token: link.split('#pair=')[1],
  })
  await wall.addInitScript((t) => localStorage.setItem('td.screen', t), paired.body.token)
}, 180_000)
afterAll(async () => {
  await Promise.all(browsers.map((b) => b.close()))
  line?.close()
  await server?.stop()
})

describe('a session with a province', () => {
  let chairId = ''
  let pointId = ''

  it('lets the invited device in by its link alone, with a drawn picture', async () => {
    pointId = made.invitations[0]?.point ?? ''
    chairId = made.session.chair
    const token = made.invitations[0]?.link.split('#')[1]
    await point.goto(`${line.url}/point?picture=drawn#${token}`)
    await point.click('[data-action="join"]')
    await expect.poll(() => stateOf(pointId), WAIT).toMatch(/joined|weak/)
  })

  it('shows chair and province each other moving', async () => {
    await chair.goto(`${server.url}/session/${made.session.id}`)
    await chair.click('[data-action="join"]')
    await expect.poll(() => framesOf(chair, pointId), WAIT).toBeGreaterThan(0)
    await grows(chair, pointId)
    await grows(point, chairId)
    await expect.poll(() => barsIn(chair, pointId), WAIT).toEqual(barsOf(QUANG_NINH))
  })

  it('puts the spotlighted picture on the wall and takes it down again', async () => {
    await wall.goto(`${server.url}/wall`)
    await chair.click(`[data-point-row="${pointId}"] [data-action="spotlight"]`)
    await wall.waitForSelector(`[data-scene="session"][data-spotlight="${pointId}"]`)
    await expect.poll(() => barsIn(wall, pointId), WAIT).toEqual(barsOf(QUANG_NINH))
    await grows(wall, pointId)
    await chair.click('[data-action="clear-spotlight"]')
    await wall.waitForSelector('[data-scene="session"]', { state: 'detached' })
  })

  it('silences a muted point for everyone, and lets it be heard again', async () => {
    const mute = `[data-point-row="${pointId}"] [data-action="mute"]`
    await expect.poll(() => loudnessOf(chair, pointId), WAIT).toBeGreaterThan(0.005)
    await chair.click(mute)
    await point.waitForSelector('[data-muted]')
    await expect.poll(() => loudnessOf(chair, pointId), WAIT).toBeLessThan(0.001)
    await chair.click(mute)
    await point.waitForSelector('[data-muted]', { state: 'detached' })
    await expect.poll(() => loudnessOf(chair, pointId), WAIT).toBeGreaterThan(0.005)
  })

  it('shows a point lost when its network goes, and has it back when the network returns', async () => {
    line.pull()
    await chair.waitForSelector(`[data-point-row="${pointId}"][data-state="lost"]`)
    await point.waitForSelector('[data-cut]')
    line.plug()
    await chair.waitForSelector(
      `[data-point-row="${pointId}"]:is([data-state="joined"], [data-state="weak"])`,
    )
    await grows(chair, pointId)
    await grows(point, chairId)
  })

  it('tells everyone that it ended', async () => {
    await chair.click('[data-action="end"]')
    await chair.click('[data-action="confirm-end"]')
    await point.waitForSelector('[data-notice="BRIDGE_ENDED"]')
    expect((await session()).endedAt).not.toBeNull()
  })

  it('broke no content policy and threw nothing on any page', () => {
    expect(problems).toEqual([])
  })
})
