import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScreenCommand } from '../../../shared/wall.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { arrive, pair } from '../../integration/wall/stage.ts'
import { openBrowser, openPage, PATIENCE } from '../desk/page.ts'

const WAIT = { timeout: PATIENCE }
let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('a wall and a group are told something as one, by button and by palette, and the answers are summed up', async () => {
  const duty = await server.as('duty')
  const answers = (command: ScreenCommand) => command.do !== 'reload'
  const left = await arrive(server, await pair(server), 'A'.repeat(43))
  const right = await arrive(server, await pair(server), 'B'.repeat(43), answers)
  const alone = await arrive(server, await pair(server), 'C'.repeat(43))
  await duty.post(`/api/screens/${right.id}/rename`, { name: 'S-07' })
  for (const { id } of [right, alone]) await duty.post(`/api/screens/${id}/group`, { group: 'Phòng A' })
  const made = await duty.post<{ id: number }>('/api/walls', {
    name: 'Tường chính',
    geometry: {
      ...{ rows: 1, columns: 2, resolution: { width: 1920, height: 1080 } },
      panel: { width: 1210, height: 680 },
      bezel: { left: 2, right: 2, top: 2, bottom: 2, unit: 'px' },
      cells: [left, right].map(({ id }, column) => ({ row: 0, column, screen: id })),
    },
  })
  expect(made.status).toBe(201)
  const { page, problems } = await openPage(browser, server.url, '/screens', duty)
  const wall = page.locator(`[data-wall="${made.body.id}"]`)
  await wall.locator('[data-act="reload-all"]').click()
  await wall.locator('[data-sum="1/2"]', { hasText: 'S-07: không được' }).waitFor(WAIT)
  expect(left.orders.at(-1)?.at).toBe(right.orders.at(-1)?.at)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('tuong chinh')
  await page.locator(`[data-command="together.wall.${made.body.id}.blank"]`).click(WAIT)
  await wall.locator('[data-sum="2/2"]').waitFor(WAIT)
  await wall.locator('[data-act="unblank-all"]').waitFor(WAIT)
  await eventually(() =>
    expect([left, right, alone].map((s) => s.orders.at(-1)?.command)).toEqual([
      { do: 'blank', on: true },
      { do: 'blank', on: true },
      undefined,
    ]),
  )

  // The group holds a screen of the wall too.
  const group = page.locator('[data-group="Phòng A"]')
  await group.locator('[data-act="notice-all"]').click()
  await page.fill('[data-task="notice"] [name="text"]', 'Họp lúc 15 giờ')
  await page.click('[data-task="notice"] [type="submit"]')
  await group.locator('[data-sum="2/2"]').waitFor(WAIT)
  expect(alone.orders.at(-1)?.command).toMatchObject({ do: 'notice', text: 'Họp lúc 15 giờ' })
  expect(right.orders.at(-1)?.command).toMatchObject({ do: 'notice', text: 'Họp lúc 15 giờ' })
  expect(left.orders.at(-1)?.command).toMatchObject({ do: 'blank' })

  // These pages draw no scene, so that none says that it stands; the wall is told all the same.
  await wall.locator('[data-act="scene-all"]').click()
  const choice = page.locator('[data-task="scene"] select[name="scene"] option[value="storm"]')
  await choice.waitFor({ ...WAIT, state: 'attached' })
  await page.selectOption('[data-task="scene"] select[name="scene"]', 'storm')
  await page.click('[data-task="scene"] [type="submit"]')
  await wall.locator('[data-sum="0/2"]').waitFor(WAIT)
  const { body } = await duty.get<{ screens: { screen: number; scene: string }[] }>('/api/scenes-showing')
  const stands = new Map(body.screens.map((s) => [s.screen, s.scene]))
  expect([left, right].map((s) => stands.get(s.id))).toEqual(['storm', 'storm'])
  expect(stands.get(alone.id)).not.toBe('storm')
  for (const { socket } of [left, right, alone]) socket.close()
  expect(problems).toEqual([])
  await page.context().close()
})
