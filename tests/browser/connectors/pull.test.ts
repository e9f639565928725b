import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { load } from '../../fixtures/intake/source.ts'
import { type WebSource, webSource } from '../../fixtures/intake/web-source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

describe('an administrator sets up a source that is fetched', () => {
  let server: TestServer
  let browser: Browser
  let web: WebSource
  beforeAll(async () => {
    server = await startServer()
    browser = await openBrowser()
    web = await webSource()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await web?.stop()
  })

  test('tries it before it holds, sees what would be refused, saves it, and sees it fetched', async () => {
    web.answer((request, response) =>
      request.headers['x-api-key'] === 'bi-mat'
        ? response
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ observations: [load(1), load(2, 'x')] }))
        : response.writeHead(401).end(),
    )
    const { page, problems } = await openPage(browser, server.url, '/admin', await server.as('administrator'))
    await page.click('[data-action="new-connection"]')
    const form = page.locator('[data-form="new-connection"]')
    await form.locator('[name="id"]').fill('EVN-LAY')
    await form.locator('[name="agency"] option[value="VN"]').waitFor({ state: 'attached' })
    await form.locator('[name="agency"]').selectOption('VN')
    await form.locator('[name="connector"]').selectOption('http-pull')
    await form.locator('[name="name.vi"]').fill('Phụ tải hệ thống điện')
    await form.locator('[name="name.en"]').fill('System load')
    await form.locator('[type="submit"]').click()

    const fetching = page.locator('[data-form="fetch-settings"]')
    await fetching.locator('[data-fetch-state="unset"]').waitFor()
    await fetching.locator('[name="url"]').fill(`${web.url}/load`)
    await fetching.locator('[name="every"]').fill('PT1S')
    const trial = fetching.locator('[data-action="trial"]')
    await trial.click()
    await expect.poll(() => fetching.locator('[role="alert"]').textContent()).toContain('ADDRESS_REFUSED')
    await fetching.locator('[name="allowPrivate"]').check()
    await trial.click()
    await expect.poll(() => fetching.locator('[role="alert"]').textContent()).toContain('BAD_STATUS')
    await fetching.locator('[data-action="add-secret"]').click()
    await fetching.locator('[name="secret.0.name"]').fill('x-api-key')
    await fetching.locator('[name="secret.0.value"]').fill('bi-mat')
    await trial.click()
    await fetching.locator('[data-trial="1"]').waitFor()
    expect(await fetching.locator('[data-count="refused"]').textContent()).toContain('1')
    expect(await fetching.textContent()).toContain('NOT_A_NUMBER')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/trial.png` })
    expect(await count(server)).toBe(0)

    await fetching.locator('[type="submit"]').click()
    await expect.poll(() => count(server)).toBeGreaterThan(0)
    await fetching.locator('[data-fetch-state="waiting"], [data-fetch-state="working"]').first().waitFor()
    expect(await fetching.locator('[name="secret.0.value"]').inputValue()).toBe('')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/saved.png` })
    expect(await page.content()).not.toContain('bi-mat')
    expect(problems).toEqual([])
    await page.context().close()
  })
})

async function count(server: TestServer): Promise<number> {
  const { rows } = await server.app.db.pool.query<{ n: number }>(
    `select count(*)::int as n from message where connection_id = 'EVN-LAY'`,
  )
  return rows[0]?.n ?? 0
}
