import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookingView } from '../../../shared/api/bookings.ts'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { ReadinessBoard } from '../../../shared/api/readiness.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { PATIENCE } from '../desk/page.ts'
import { ARGUMENTS, DRAWS } from './stage.ts'

const WAIT = { timeout: 90_000, interval: 250 }
/** A finger's width. */
const TOUCH = 44

describe('a point gets ready for a session', () => {
  let server: TestServer
  let duty: Client
  let browser: Browser
  let booking: BookingView
  const problems: string[] = []

  const page = async (who: Client | null, width: number, height: number): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height }, locale: 'vi-VN', hasTouch: !who })
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
  const board = async () => (await duty.get<ReadinessBoard>(`/api/bookings/${booking.id}/readiness`)).body

  /** Wherever it stands on the board: a busy machine's camera is slow, and so its point stands first. */
  const rowOf = async (unit: string) => (await board()).rows.find((r) => r.unit.code === unit)

  beforeAll(async () => {
    server = await startServer()
    duty = await server.as('duty')
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [...ARGUMENTS, ...DRAWS.plain, '--autoplay-policy=no-user-gesture-required'],
    })
    const made = await duty.post<BookingView>('/api/bookings', {
      title: 'Phiên họp Chính phủ với địa phương',
      startsAt: Date.now() + 50 * 60_000,
      minutes: 60,
      chair: null,
      lobby: false,
      template: null,
      units: ['22', '46'],
      agenda: [],
    })
    booking = made.body
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  it('tests its camera, microphone and line by itself, and confirms its framing; the operator sees it', async () => {
    const point = await page(await server.as('agency', '22'), 1280, 900)
    await point.goto(`${server.url}/sessions?booking=${booking.id}`)
    // Within the hour its technicians are reminded, and told what is to be done.
    await point.waitForSelector('[data-soon][data-step="60"] [data-asks="soon.technicians"]')
    await point.click('[data-action="test-devices"]')
    await point.click('[data-action="confirm-framing"]')
    await point.waitForSelector('[data-readiness][data-sent]')
    await expect.poll(async () => (await rowOf('22'))?.facts?.framing?.confirmed, WAIT).toBe(true)
    const own = await rowOf('22')
    expect(own?.facts?.camera?.height).toBeGreaterThanOrEqual(480)
    expect(own?.facts?.line?.upKbps).toBeGreaterThan(0)
    expect(own?.facts?.line?.bytes).toBeGreaterThanOrEqual(512 * 1024)
    // The browser's own fake microphone beeps once a second.
    await expect
      .poll(async () => (await rowOf('22'))?.items.find((i) => i.item === 'microphone')?.state, WAIT)
      .toBe('passed')
    expect(own?.device).toMatch(/Chrome \d+, Linux/)

    const desk = await page(duty, 1920, 1080)
    await desk.goto(`${server.url}/sessions?booking=${booking.id}`)
    await desk.waitForSelector('[data-ready-unit="22"] [data-item="framing"][data-state="passed"]')
    await desk.waitForSelector('[data-ready-unit="46"][data-state="untested"]')
    // Put away once, the reminder is not shown again, not even after a reload.
    await desk.click('[data-soon] button')
    await desk.waitForSelector('[data-soon]', { state: 'detached' })
    await desk.reload()
    await desk.waitForSelector('[data-ready-unit="22"]')
    expect(await desk.$('[data-soon]')).toBeNull()
    await desk.context().close()
    await point.context().close()
  })

  it.each([
    [390, 844],
    [844, 390],
  ])('comes in by its link on a telephone of %i × %i, with room for fingers', async (width, height) => {
    const { body } = await duty.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['46'] })
    const link = body.invitations[0]?.link ?? ''
    const phone = await page(null, width, height)
    await phone.goto(`${server.url}/point#${link.split('#')[1]}`)
    await phone.waitForSelector('[data-readiness] [data-item="line"]:not([data-state="untested"])')
    const small = () =>
      phone.$$eval(
        'button, select, a[href]',
        (all, least) =>
          all.flatMap((e) => {
            const { width: w, height: h } = e.getBoundingClientRect()
            return w && (h < least || w < least) ? [`${e.textContent} ${w}×${h}`] : []
          }),
        TOUCH,
      )
    const wide = () => phone.evaluate(() => document.querySelector('main')!.scrollWidth > innerWidth)
    expect([await small(), await wide()]).toEqual([[], false])
    await phone.click('[data-action="join"]')
    await phone.waitForSelector('[data-phase="in"]')
    await phone.waitForSelector('[data-action="hand"]')
    expect([await small(), await wide()]).toEqual([[], false])
    await phone.context().close()
    await duty.post(`/api/bridge/${body.session.id}/end`)
  })

  it('throws nothing and breaks no content policy', () => expect(problems).toEqual([]))
})
