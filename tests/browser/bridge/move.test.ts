import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession, EventView } from '../../../shared/api/bridge.ts'
import type { BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { LIVEKIT_BIN, Livekit, WITHOUT_LIVEKIT } from '../../harness/livekit.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { watched, watchPictures } from './gap.ts'
import { moves } from './moves.ts'
import { loudnessOf, person } from './stage.ts'

const WAIT = { timeout: 60_000, interval: 250 }
const skipped = LIVEKIT_BIN ? '' : ` (skipped: ${WITHOUT_LIVEKIT})`

describe.skipIf(!LIVEKIT_BIN)(`a session that changes its way while it runs${skipped}`, () => {
  let livekit: Livekit
  let server: TestServer
  let leader: Client
  let made: CreatedSession
  let chair: Page
  let point: Page
  const browsers: Browser[] = []
  const problems: string[] = []

  const newPerson = async () => {
    const { browser, page } = await person(problems)
    browsers.push(browser)
    return page
  }
  const at = () => `/api/bridge/${made.session.id}`
  const see = async () => (await leader.get<BridgeView>(at())).body
  const pointId = () => made.invitations[0]?.point ?? ''
  const present = async () => (await see()).points.every((p) => p.state === 'joined' || p.state === 'weak')
  const mediaUp = () =>
    expect.poll(async () => (await leader.get('/api/bridge/engines')).body.media, WAIT).toBe('up')
  const bothMove = async () => {
    for (const [page, id] of [
      [chair, pointId()],
      [point, made.session.chair],
    ] as const) {
      await moves(page, id)
    }
  }
  /** Which connections a page holds open: the mesh speaks to our own server alone. */
  const rooms = (page: Page) =>
    page.evaluate(() => performance.getEntriesByType('resource').filter((e) => /livekit/.test(e.name)).length)

  /** Another track stands in its picture than when the page began to be watched. */
  const changed = (page: Page, id: string) =>
    page.evaluate((point) => (window.tdWatch?.changes[point] ?? 0) > 0, id)

  beforeAll(async () => {
    livekit = await Livekit.reserve()
    server = await startServer(livekit.env)
    await livekit.start(`${server.url}/api/bridge/livekit`)
    leader = await server.as('leader')
    made = (await leader.post<CreatedSession>('/api/bridge', { title: 'Bão', units: ['22'], driver: 'peer' }))
      .body
    chair = await newPerson()
    point = await newPerson()
    const [name = '', value = ''] = leader.cookie.split(/=(.*)/s)
    await chair.context().addCookies([{ name, value, url: server.url }])
    await chair.goto(`${server.url}/session/${made.session.id}`)
    await chair.click('[data-action="join"]')
    await point.goto(`${server.url}/point?picture=drawn#${made.invitations[0]?.link.split('#')[1]}`)
    await point.click('[data-action="join"]')
  })
  afterAll(async () => {
    await Promise.all(browsers.map((b) => b.close()))
    await server?.stop()
    await livekit?.stop()
  })

  it('begins between the browsers', async () => {
    await bothMove()
    expect(await rooms(chair)).toBe(0)
  })

  it('moves to the media server at the press of a button, and the picture goes on', async () => {
    await mediaUp()
    await Promise.all([chair, point].map(watchPictures))
    await chair.click('[data-action="move"]:enabled')
    await expect.poll(async () => (await see()).driver, WAIT).toBe('livekit')
    await chair.waitForSelector('[data-driver="livekit"]')
    await expect.poll(present, WAIT).toBe(true)
    await expect.poll(() => rooms(chair), WAIT).toBeGreaterThan(0)
    for (const [page, id] of [
      [chair, pointId()],
      [point, made.session.chair],
    ] as const) {
      await expect.poll(() => changed(page, id), WAIT).toBe(true)
      await moves(page, id)
      const { early, gaps } = await watched(page)
      console.log(`picture stood still for ${gaps[id]} ms while the way changed`)
      // The old picture stays until one of the new way was decoded.
      expect(early).toEqual({})
    }
  })

  it('goes on between the browsers when the media server dies', async () => {
    await livekit.kill()
    await chair.waitForSelector('[data-driver="peer"]')
    await expect.poll(present, WAIT).toBe(true)
    await bothMove()
  })

  it('carries sound again after both changes', async () => {
    await leader.post(`${at()}/floor`, { point: pointId() })
    await expect.poll(() => loudnessOf(chair, pointId()), WAIT).toBeGreaterThan(0.005)
  })

  it('moves back when the media server is back', async () => {
    await livekit.start(`${server.url}/api/bridge/livekit`)
    await mediaUp()
    await chair.click('[data-action="move"]:enabled')
    await chair.waitForSelector('[data-driver="livekit"]')
    await expect.poll(present, WAIT).toBe(true)
    await bothMove()
    await expect.poll(() => loudnessOf(chair, pointId()), WAIT).toBeGreaterThan(0.005)
  })

  it('lost nobody in all this', async () => {
    await server.app.bridge.settled()
    const { body } = await leader.get<EventView[]>(`${at()}/events`)
    expect(body.filter((e) => e.kind === 'moved').map((e) => [e.detail.to, e.detail.why])).toEqual([
      ['livekit', 'asked'],
      ['peer', 'livekit-away'],
      ['livekit', 'asked'],
    ])
    expect(body.filter((e) => e.kind === 'lost')).toEqual([])
  })

  it('broke no content policy and threw nothing on any page', () => {
    expect(problems).toEqual([])
  })
})
