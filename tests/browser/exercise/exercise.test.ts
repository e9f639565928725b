import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { ExerciseView } from '../../../shared/api/exercise.ts'
import { exerciseOf, ONLY_IN_EXERCISE, type Person, person, scenario } from '../../fixtures/exercise.ts'
import { agree } from '../../fixtures/intake/source.ts'
import { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { loadNow } from '../../integration/alarms/stage.ts'
import { openBrowser, openPage } from '../desk/page.ts'

const REAL_LOAD = 31_111
/** A world of its own is a server with a database made anew, or one that ends: on a busy machine it takes its time. */
const WORLD = { timeout: 240_000 }
/** As a page writes it. */
const SHOWN = '43.217'
let server: TestServer
let browser: Browser
let officer: Person
beforeAll(async () => {
  server = await startServer()
  officer = await person(server.app, server.url, 'administrator')
  const source = await agree(server.app, server.url)
  await source.push(loadNow(REAL_LOAD))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

const signIn = async (page: Page) => {
  await page.fill('[data-form="sign-in"] [name="username"]', officer.username)
  await page.fill('[data-form="sign-in"] [name="password"]', officer.password)
  await page.click('[data-form="sign-in"] [type="submit"]')
}
/** The mark is over the whole page, its band in sight and its words painted; it takes no press from anybody. */
const marked = async (page: Page) => {
  await page.waitForSelector('div[data-world="exercise"] b >> text=DIỄN TẬP')
  // Asked again after a navigation: a wall that is not let in yet may load itself anew.
  await page.waitForFunction(() => {
    const frame = document.querySelector<HTMLElement>('div[data-world="exercise"]')
    const words = [...(frame?.querySelectorAll<HTMLElement>('[aria-hidden] span') ?? [])]
    const box = frame?.getBoundingClientRect()
    const band = frame?.querySelector('p')?.getBoundingClientRect()
    const covers = box !== undefined && box.width >= innerWidth - 1 && box.height >= innerHeight - 1
    const inSight = band !== undefined && band.top >= 0 && band.bottom <= innerHeight && band.height > 0
    const painted = words.filter((w) => w.getBoundingClientRect().top < innerHeight && w.textContent).length
    return covers && inSight && painted > 5 && frame && getComputedStyle(frame).pointerEvents === 'none'
  })
}
const unmarked = async (page: Page) => {
  expect([page.url(), await page.locator('[data-world="exercise"]').count()]).toEqual([page.url(), 0])
  expect(await page.locator('html[data-world="real"]').count()).toBe(1)
}
/** Of every kind of page one; the frame is around them all. */
const PAGES = ['/desk', '/data/KTN-02', '/alarms', '/directives', '/log', '/screens', '/admin', '/exercise']

test('an exercise and reality side by side: nothing of the one is seen in the other', async () => {
  // Reality: a wall, and an officer's desk.
  const link = await server.app.wall.pairingLink(server.url)
  const realWall = await openPage(browser, server.url, link.slice(server.url.length), null)
  await realWall.page.waitForSelector('[data-metric="coverage"]')
  const { page: real, context, problems } = await openPage(browser, server.url, '/exercise', officer.client)
  await real.waitForSelector('[data-reach="0"]')

  // A scenario with a fault is given back with its line; the right one begins, in a world at an address of its own.
  const give = (text: string) =>
    real.setInputFiles('input[type="file"]', {
      ...{ name: 'kich-ban.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) },
    })
  await give(stringify(scenario()).replace('unit: VN', 'unit: KHONG-CO'))
  await real.waitForSelector('[data-faults="1"] >> text=/dòng \\d+, cột \\d+/')
  await give(stringify(scenario()))
  const card = await real.waitForSelector('[data-exercise][data-state="running"]', WORLD)
  const id = (await card.getAttribute('data-exercise')) ?? ''
  const [popup] = await Promise.all([
    context.waitForEvent('page'),
    real.click(`[data-exercise="${id}"] a[target="_blank"]`),
  ])
  expect(new URL(popup.url()).origin).not.toBe(new URL(server.url).origin)
  const there = new URL(popup.url()).origin

  // Being signed in to reality opens nothing there, and the mark is on the page before anybody has come in.
  await popup.waitForSelector('[data-form="sign-in"]')
  await marked(popup)
  await signIn(popup)
  await popup.waitForSelector('[data-pane="board"]')
  await marked(popup)

  // What the scenario sends is on the desk of the exercise: connection, alarm, word to a position, log; on no real one.
  await popup.waitForSelector('[data-connection="DT-LUOI"]')
  await popup.waitForSelector('[data-alarm] >> text=Bão thử vào bờ')
  await popup.waitForSelector('[data-told="bao-cao"] >> text=Xin lực lượng cứu nạn')
  await popup.waitForSelector('[data-pane="log"] [data-kind="exercise.inject"] >> text=Bão thử vào bờ')
  await real.goto(`${server.url}/desk`)
  await real.waitForSelector('[data-pane="board"]')
  await real.waitForSelector('[data-exercise-running]')
  const nothing = async (page: Page) => {
    for (const word of ['Bão thử vào bờ', 'Xin lực lượng cứu nạn', 'Lưới điện diễn tập', SHOWN])
      expect([page.url(), word, await page.getByText(word).count()]).toEqual([page.url(), word, 0])
    expect(await page.locator('[data-told], [data-connection^="DT-"], [data-simulated]').count()).toBe(0)
  }
  await nothing(real)
  await nothing(realWall.page)

  // A screen of the exercise shows its numbers under its mark; the real one goes on as it was.
  const wall = await openPage(browser, there, '/wall', null)
  await marked(wall.page)
  const inside = new Client(there)
  await inside.signIn(officer.username, officer.password)
  // The code that stands on its face now: a wall that loads itself anew asks for another.
  await eventually(
    async () => {
      const code = await wall.page.locator('[data-code]').getAttribute('data-code')
      const { status } = await inside.post('/api/screens/approve', { code, name: 'Màn diễn tập' })
      expect(status).toBe(200)
    },
    { timeout: 60_000, interval: 1_000 },
  )
  await wall.page.waitForSelector('[data-metric="coverage"]')
  await marked(wall.page)
  await unmarked(realWall.page)
  // Its token, put into a browser at the real address, is nobody's.
  const token = await wall.page.evaluate(() => localStorage.getItem('td.screen') ?? '')
  const thief = await openPage(browser, server.url, '/sign-in', null)
  await thief.page.evaluate((t) => localStorage.setItem('td.screen', t), token)
  await thief.page.goto(`${server.url}/wall`)
  await thief.page.waitForSelector('[data-code]')
  // And so is its cookie, under either name.
  const [cookie] = (await context.cookies(there)).filter((c) => c.name === 'td.exercise')
  for (const name of ['td.session', 'td.exercise'])
    await thief.context.addCookies([{ name, value: cookie?.value ?? '', url: server.url }])
  await thief.page.goto(`${server.url}/desk`)
  await thief.page.waitForSelector('[data-form="sign-in"]')
  await thief.context.close()

  // Every page of the one is marked, the same page of the other is not and holds nothing of it.
  for (const path of PAGES) {
    await Promise.all([popup.goto(there + path), real.goto(server.url + path)])
    await Promise.all([popup.waitForSelector('main'), real.waitForSelector('main')])
    await marked(popup)
    await unmarked(real)
    if (path !== '/exercise') await nothing(real)
  }
  await popup.goto(`${there}/data/KTN-02`)
  await popup.waitForSelector(`text=${SHOWN}`)

  // Somebody acts in the exercise; afterwards it is seen beside what the scenario did, and each moment can be seen again.
  await popup.click('[data-told="bao-cao"] button')
  await popup.waitForSelector('[data-told="bao-cao"]', { state: 'detached' })
  await real.goto(`${server.url}/exercise`)
  await real.click(`[data-exercise="${id}"] [data-act="end"]`)
  await real.waitForSelector(`[data-exercise="${id}"][data-state="over"]`, WORLD)
  await popup.goto(`${there}/exercise`)
  await popup.waitForSelector('[data-exercise-ended]')
  await popup.waitForSelector('[data-expected="nhan"][data-judged="met"]')
  await popup.waitForSelector('[data-review] [data-side="scenario"] >> text=Bão thử vào bờ')
  await popup.waitForSelector(`[data-review] [data-side="people"] >> text=${officer.username}`)
  await popup.click('[data-review] [data-side="people"] a >> nth=-1')
  await popup.waitForSelector('[data-pane="board"]')
  await marked(popup)
  expect(new URL(popup.url()).searchParams.get('clock')).toMatch(/^fixed,/)

  // It is shut: its address says so, and the real desk has nothing of it but that it was.
  const over: ExerciseView = await exerciseOf(officer.client, id)
  expect([over.endReason, over.open !== null]).toEqual(['stopped', true])
  await real.click(`[data-exercise="${id}"] [data-act="shut"]`)
  await real.waitForSelector(`[data-exercise="${id}"] [data-act="review"]`, WORLD)
  // Its own server lets go of the port, then what stands in its place takes it.
  await eventually(async () => void (await popup.goto(`${there}/desk`)), { ...WORLD, interval: 500 })
  await popup.waitForSelector('html[data-exercise-over] >> text=Cuộc diễn tập đã kết thúc lúc')
  await real.goto(`${server.url}/log`)
  await real.waitForSelector('[data-kind="exercise.ended"]')
  await nothing(real)
  await nothing(realWall.page)
  const kept = await officer.client.get('/api/latest?indicator=KTN-02')
  expect(JSON.stringify(kept.body)).toContain(String(REAL_LOAD))
  expect(JSON.stringify(kept.body)).not.toContain(String(ONLY_IN_EXERCISE))
  expect([...problems, ...realWall.problems, ...wall.problems]).toEqual([])
  for (const c of [context, realWall.context, wall.context]) await c.close()
}, 900_000)
