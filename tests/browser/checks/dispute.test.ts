import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'
import { agree, bodyOf, push, Walls } from '../wall/stage.ts'

const SERIES = 'KTN-02@VN'

describe('two feeds that do not agree', () => {
  let server: TestServer
  let browser: Browser
  let walls: Walls
  let admin: Client
  const keys = { 'EVN-MOT': '', 'EVN-HAI': '' }
  const say = (id: keyof typeof keys, value: number) => push(server, id, keys[id], bodyOf('KTN-02', value))

  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    walls = new Walls(browser)
    admin = await server.as('administrator')
    for (const id of ['EVN-MOT', 'EVN-HAI'] as const) keys[id] = await agree(admin, id, 'http-push', 'KTN-02')
  })
  afterEach(async () => {
    expect(await walls.close()).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('a rule is written on its page, tried on what there is, and recorded', async () => {
    const { page, context, problems } = await openPage(browser, server.url, '/checks?tab=rules', admin)
    await page.getByRole('button', { name: 'Phép kiểm tra mới' }).click()
    const editor = page.locator('[data-editor="new"]')
    await editor.locator('[name="code"]').fill('DIEN-HAI-NGUON')
    await editor.locator('[name="vi"]').fill('Phụ tải theo hai nguồn')
    await editor.locator('[name="kind"]').selectOption('sources')
    await editor.locator('[name="indicator"]').fill('KTN-02')
    await editor.locator('[name="connections"]').fill('EVN-MOT, EVN-HAI')
    await editor.locator('[name="percent"]').fill('1,5')
    await editor.locator('[data-fired="0"]').waitFor()
    await page.getByRole('button', { name: 'Ghi phép kiểm tra' }).click()
    await page.locator('[data-rule="DIEN-HAI-NGUON"]').waitFor()
    await page.locator('[data-editor="DIEN-HAI-NGUON"]').waitFor()
    expect(problems).toEqual([])
    await context.close()
  })

  test('stand in doubt on the wall with the number kept, are walked through to a decision, and clear', async () => {
    const wall = await walls.wall(server)
    await say('EVN-MOT', 40_000)
    const number = wall.locator(`[data-hero="${SERIES}"]`)
    await number.getByText('40.000').waitFor()
    await number.locator('[data-mark="disputed"]').waitFor({ state: 'detached' })
    await say('EVN-HAI', 42_000)
    await number.getByText('42.000').waitFor()
    await number.locator('[data-mark="disputed"]').waitFor()
    const leader = await server.as('leader')
    const { page, context, problems } = await openPage(browser, server.url, '/data?status=disputed', leader)
    const listed = page.locator('[data-part="list"] tr[data-indicator]')
    await expect
      .poll(() => listed.evaluateAll((rows) => rows.map((r) => r.dataset.indicator)))
      .toEqual(['KTN-02'])
    await listed.locator('[data-mark="disputed"]').waitFor()
    await page.goto(`${server.url}/data/KTN-02`)
    await page.locator('header [data-mark="disputed"]').waitFor()
    await page.goto(`${server.url}/checks`)
    await page.locator('[data-dispute][data-open="true"]').click()
    const panel = page.locator('[data-panel]')
    await panel.waitFor()
    expect(await panel.locator('dd').allTextContents()).toEqual(['40.000', '42.000', '−2.000'])
    await panel.locator('[data-kind="arbitrated"] input').check()
    await panel.locator('[name="stands"]').selectOption('right')
    await panel.locator('[name="note"]').fill('giữ số của nguồn thứ hai')
    await panel.getByRole('button', { name: 'Ghi lại' }).click()
    await page.locator('[data-metric="disputes"]', { hasText: /^0 / }).waitFor()
    // What was decided stays in view, with its last step.
    await panel.locator('[data-step="arbitrated"]', { hasText: 'giữ số của nguồn thứ hai' }).waitFor()
    await number.locator('[data-mark="disputed"]').waitFor({ state: 'detached' })
    expect(await number.textContent()).toContain('42.000')
    expect(problems).toEqual([])
    await context.close()
  })

  test('tell it on the card of the number', async () => {
    const analyst = await server.as('analyst')
    const path = '/lineage/KTN-02/VN?from=1945-09-02'
    const { page, context } = await openPage(browser, server.url, path, analyst)
    await page.locator('[data-check="DIEN-HAI-NGUON"][data-outcome="failed"]').waitFor()
    await say('EVN-MOT', 42_100)
    await expect
      .poll(async () => {
        await page.reload()
        await page.locator('[data-check]').first().waitFor()
        return page.locator('[data-check="DIEN-HAI-NGUON"]').getAttribute('data-outcome')
      })
      .toBe('ok')
    await context.close()
  })
})
