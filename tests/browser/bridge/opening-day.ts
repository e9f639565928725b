import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RollView } from '../../../shared/api/bookings.ts'
import type { EventView } from '../../../shared/api/bridge.ts'
import type { MinutesView } from '../../../shared/api/minutes.ts'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgeDriver, BridgeView } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { LIVEKIT_BIN, Livekit, WITHOUT_LIVEKIT } from '../../harness/livekit.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { readDocx } from '../../integration/minutes/docx.ts'
import { ARGUMENTS, barsIn, barsOf, DRAWS, framesOf } from './stage.ts'

/** Whom the Prime Minister spoke with on the opening day; Bình Phước is Đồng Nai now. */
const POINTS = ['75', '22', '46', 'TKCN']
const QUANG_NINH = '22'
const HUE = '46'
/** Six browsers' pictures on one machine: what a person waits for a second takes them many. */
const PATIENCE = 150_000
const WAIT = { timeout: PATIENCE, interval: 250 }

/** The hour of the opening day, by the pages alone: booked, answered, opened, held, recorded, written down. */
export function openingDay(driver: BridgeDriver): void {
  const skipped = driver === 'livekit' && !LIVEKIT_BIN
  describe.skipIf(skipped)(
    `the opening-day session over ${driver}${skipped ? ` (skipped: ${WITHOUT_LIVEKIT})` : ''}`,
    () => {
      let livekit: Livekit | null = null
      let server: TestServer
      let leader: Client
      let browser: Browser
      let desk: Page
      let chair: Page
      let wall: Page
      let id = ''
      const agencies = new Map<string, { client: Client; page: Page }>()
      const problems: string[] = []

      // Small windows: five browsers' pictures are drawn by software here.
      const page = async (who: Client | null, width = 1280, height = 720) => {
        const context = await browser.newContext({ viewport: { width, height }, locale: 'vi-VN' })
        context.setDefaultTimeout(PATIENCE)
        if (who) {
          const [name = '', value = ''] = who.cookie.split(/=(.*)/s)
          await context.addCookies([{ name, value, url: server.url }])
        }
        const made = await context.newPage()
        made.on('pageerror', (error) => problems.push(error.message))
        made.on('console', (m) => {
          if (/Content.Security.Policy/i.test(m.text())) problems.push(m.text())
        })
        return made
      }
      const at = () => `/api/bridge/${id}`
      const see = async () => (await leader.get<BridgeView>(at())).body
      const idOf = async (unit: string) =>
        (await see()).points.find((p) => p.role === 'point' && p.unit === unit)?.id ?? ''
      const row = async (unit: string, action: string) =>
        `[data-point-row="${await idOf(unit)}"] [data-action="${action}"]`
      const of = (unit: string) => {
        const found = agencies.get(unit)
        if (!found) throw new Error(`no page of ${unit}`)
        return found
      }

      beforeAll(async () => {
        livekit = driver === 'livekit' ? await Livekit.reserve() : null
        server = await startServer(livekit?.env)
        await livekit?.start(`${server.url}/api/bridge/livekit`)
        leader = await server.as('leader')
        browser = await chromium.launch({
          executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
          args: [
            ...ARGUMENTS.filter((a) => !a.startsWith('--use-fake-device')),
            '--use-fake-device-for-media-stream=fps=5',
            ...DRAWS.plain,
            '--autoplay-policy=no-user-gesture-required',
          ],
        })
        desk = await page(await server.as('duty'))
        chair = await page(leader)
        wall = await page(null, 960, 540)
        for (const unit of POINTS) {
          const client = await server.as('agency', unit)
          agencies.set(unit, { client, page: await page(client, 400, 300) })
        }
        const link = await server.app.wall.pairingLink(server.url)
        const paired = await server.anonymous.post<{ token: string }>('/api/screens/pair', {
          token: link.split('#pair=')[1],
        })
        await wall.addInitScript((t) => localStorage.setItem('td.screen', t), paired.body.token)
        await wall.goto(`${server.url}/wall`)
        await wall.waitForSelector('[data-canvas]', { state: 'attached' })
      })
      afterAll(async () => {
        await browser?.close()
        await server?.stop()
        await livekit?.stop()
      })

      it('is booked at the desk for four points, with a chair, an agenda and a lobby', async () => {
        await desk.goto(`${server.url}/sessions`)
        await desk.waitForSelector('[data-action="book"]')
        await desk.keyboard.press('n')
        await desk.click('[data-template="one-province"]')
        await desk.fill('input[name="title"]', 'Khai trương Trung tâm')
        for (const unit of POINTS) await desk.check(`[data-unit="${unit}"] input`)
        await desk.selectOption('select[name="chair"]', { label: 'leader1' })
        await desk.check('label:has-text("Có phòng chờ") input')
        await desk.click('[data-form="booking"] button[type="submit"]')
        await desk.waitForSelector('[data-card] [data-point="TKCN"]')
      })

      it('is answered by a province with its delegates', async () => {
        const { page: quangNinh } = of(QUANG_NINH)
        await quangNinh.goto(`${server.url}/sessions`)
        await quangNinh.check('input[value="yes"]')
        await quangNinh.fill('input[name="delegate"]', 'Nguyễn Văn An')
        await quangNinh.fill('input[name="duty"]', 'Chủ tịch UBND tỉnh')
        await quangNinh.click('[data-action="answer"]')
        await desk.waitForSelector(`[data-card] [data-point="${QUANG_NINH}"] [data-attends="yes"]`)
      })

      it('is opened, and its points come in from the lobby when the chair lets them', async () => {
        await desk.click('[data-action="open"]')
        await desk.waitForURL(/\/session\//)
        id = desk.url().split('/').at(-1) ?? ''
        expect((await see()).driver).toBe(driver)
        await desk.goto('about:blank')
        await chair.goto(`${server.url}/session/${id}`)
        await chair.click('[data-action="join"]')
        await chair.waitForSelector('[data-page="session"][data-phase="in"]')
        for (const { page: point } of agencies.values()) {
          await point.goto(`${server.url}/point?session=${id}&picture=drawn&rate=3`)
          await point.click('[data-action="join"]')
          await point.waitForSelector('[data-notice="BRIDGE_LOBBY"]')
        }
        await chair.click(await row(QUANG_NINH, 'admit'))
        await of(QUANG_NINH).page.waitForSelector('section[data-phase="in"]')
        await chair.click('[data-action="admit-all"]')
        for (const { page: point } of agencies.values())
          await point.waitForSelector('section[data-phase="in"]')
        await expect
          .poll(async () => (await see()).points.filter((p) => /joined|weak/.test(p.state)).length, WAIT)
          .toBe(5)
        const quangNinh = await idOf(QUANG_NINH)
        await expect.poll(() => barsIn(chair, quangNinh), WAIT).toEqual(barsOf(QUANG_NINH))
      })

      it('is recorded, and everybody sees that it is', async () => {
        await chair.click('[data-action="record"]')
        await chair.waitForSelector('[data-recording]')
        for (const { page: point } of agencies.values()) await point.waitForSelector('[data-recording]')
      })

      it('goes through its agenda: the floor asked for and given twice', async () => {
        await chair.click('[data-action="next-item"]')
        await chair.waitForSelector('[data-agenda="0"]')
        for (const unit of [QUANG_NINH, HUE]) {
          const { page: point } = of(unit)
          await point.click('[data-action="hand"]')
          await chair.waitForSelector(`[data-hand="${await idOf(unit)}"]`)
          await chair.keyboard.press('f')
          await point.waitForSelector('[data-floor="own"]')
          await chair.click('[data-action="floor-back"]')
          await point.waitForSelector('[data-muted]')
        }
      })

      it('puts a province on the wall with its numbers beside it', async () => {
        await chair.click(await row(QUANG_NINH, 'spotlight'))
        const quangNinh = await idOf(QUANG_NINH)
        await wall.waitForSelector(`[data-scene="session"][data-spotlight="${quangNinh}"]`, {
          state: 'attached',
        })
        await expect.poll(() => barsIn(wall, quangNinh), WAIT).toEqual(barsOf(QUANG_NINH))
        expect(await wall.locator('[data-scene="session"]').getAttribute('data-unit')).toBe(QUANG_NINH)
        expect(await wall.locator('[data-recording]').count()).toBe(1)
      })

      it('directs twice, read back and accepted on the points’ own pages', async () => {
        await chair.click('[data-action="next-item"]')
        for (const unit of [QUANG_NINH, HUE]) {
          await chair.click(`[data-point-row="${await idOf(unit)}"] button:not([data-action])`)
          await chair.waitForSelector(`[data-numbers="${unit}"]`)
          await chair.keyboard.press('d')
          await chair.waitForSelector(`[data-chip="${unit}"]`)
          await chair.fill('[name="text"]', `Đẩy nhanh giải ngân vốn đầu tư công (${unit})`)
          await chair.keyboard.press('Control+Enter')
          const { page: point } = of(unit)
          await point.waitForSelector('[data-given="1"] [data-card][data-state="issued"]')
          await point.click('[data-given] [data-act="accept"]')
          await chair.waitForSelector('[data-owes="1"] [data-directive]:has-text("Đã nhận")')
        }
      })

      it('goes on after a point dropped and came back', async () => {
        const { page: hue } = of(HUE)
        const hueId = await idOf(HUE)
        await hue.context().setOffline(true)
        await chair.waitForSelector(`[data-point-row="${hueId}"][data-state="lost"]`)
        await hue.context().setOffline(false)
        await chair.waitForSelector(
          `[data-point-row="${hueId}"]:is([data-state="joined"], [data-state="weak"])`,
        )
        await chair.click(`[data-point-row="${hueId}"] button:not([data-action])`)
        const before = await framesOf(chair, hueId)
        await expect.poll(() => framesOf(chair, hueId), WAIT).not.toBe(before)
      })

      it('ends for everybody, with the rest of the recording on disk', async () => {
        const [running] = (await leader.get<RecordingView[]>(`${at()}/recordings`)).body
        await expect
          .poll(async () => (await leader.get<RecordingView[]>(`${at()}/recordings`)).body[0]?.chunks, WAIT)
          .toBeGreaterThan((running?.chunks ?? 0) + 1)
        await chair.click('[data-action="end"]')
        await chair.click('[data-action="confirm-end"]')
        for (const { page: point } of agencies.values())
          await point.waitForSelector('[data-notice="BRIDGE_ENDED"]')
        await expect
          .poll(
            async () => (await leader.get<RecordingView[]>(`${at()}/recordings`)).body[0]?.stopReason,
            WAIT,
          )
          .toBe('ended')
      })

      it('leaves a roll, and a recording that plays what was seen', async () => {
        await server.app.bridge.settled()
        const roll = (await leader.get<RollView>(`${at()}/roll`)).body
        expect(roll.rows.map((r) => r.presence)).not.toContain('absent')
        const spoke = roll.rows.filter((r) => r.spokeMs > 0).map((r) => r.unit.code)
        expect(spoke.sort()).toEqual([QUANG_NINH, HUE].sort())
        expect(roll.rows.find((r) => r.unit.code === HUE)?.interruptions).toBe(1)
        await chair.goto(`${server.url}/sessions?session=${id}`)
        await chair.click('[data-action="watch"]')
        const player = 'video[data-player]'
        await chair.waitForSelector(player)
        await chair.$eval(player, (v: HTMLVideoElement) => {
          v.muted = true
          return v.play()
        })
        const frames = () =>
          chair.$eval(player, (v: HTMLVideoElement) => v.getVideoPlaybackQuality().totalVideoFrames)
        await expect.poll(frames, WAIT).toBeGreaterThan(20)
        expect(await chair.$eval(player, (v: HTMLVideoElement) => [v.videoWidth, v.videoHeight])).toEqual([
          1280, 720,
        ])
        await expect
          .poll(
            async () => (await leader.get<RecordingView[]>(`${at()}/recordings`)).body[0]?.watched.length,
            WAIT,
          )
          .toBe(1)
      })

      it('leaves minutes that are saved, approved, read by the points, and a DOCX that holds them', async () => {
        await chair.fill('input[name="secretary"]', 'Trần Thị Bình')
        await chair.click('[data-action="save-minutes"]')
        await chair.waitForSelector('[data-minutes="1"]')
        await chair.click('[data-action="approve-minutes"]')
        await chair.waitForSelector('[data-minutes="approved"]')
        const { client } = of(HUE)
        expect((await client.get<MinutesView>(`${at()}/minutes`)).body.approved?.version).toBe(1)
        const answer = await client.fetch(`${at()}/minutes.docx`)
        const { paragraphs } = await readDocx(Buffer.from(await answer.arrayBuffer()))
        for (const line of [
          'BIÊN BẢN',
          'Khai trương Trung tâm',
          'Thư ký: Trần Thị Bình.',
          'Nguyễn Văn An, Chủ tịch UBND tỉnh',
        ])
          expect(paragraphs).toContain(line)
        expect(paragraphs.filter((p) => /^\d\. Giao .*Đẩy nhanh giải ngân/.test(p))).toHaveLength(2)
        expect(paragraphs.filter((p) => /phát biểu từ/.test(p))).toHaveLength(2)
      })

      it('has all of it on record, and broke nothing on any page', async () => {
        const kinds = (await leader.get<EventView[]>(`${at()}/events`)).body.map((e) => e.kind)
        for (const kind of [
          'admitted',
          'lobby-opened',
          'recording-started',
          'floor-given',
          'spotlight',
          'lost',
          'returned',
          'ended',
        ])
          expect(kinds).toContain(kind)
        expect(problems).toEqual([])
      })
    },
  )
}
