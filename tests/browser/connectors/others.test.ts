import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aedesBroker, type Broker, PASSWORD, USER } from '../../fixtures/intake/broker.ts'
import { type PgSource, pgSource } from '../../fixtures/intake/pg-source.ts'
import { load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openBrowser, openPage } from '../desk/page.ts'

type Page = Awaited<ReturnType<typeof openPage>>['page']
let server: TestServer
let browser: Browser
let broker: Broker
let source: PgSource
beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
  broker = await aedesBroker()
  source = await pgSource()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await broker?.stop()
  await source?.stop()
})

async function create(page: Page, id: string, connector: string) {
  await page.click('[data-action="new-connection"]')
  const form = page.locator('[data-form="new-connection"]')
  await form.locator('[name="id"]').fill(id)
  await form.locator('[name="agency"] option[value="VN"]').waitFor({ state: 'attached' })
  await form.locator('[name="agency"]').selectOption('VN')
  await form.locator('[name="connector"]').selectOption(connector)
  await form.locator('[name="name.vi"]').fill('Phụ tải hệ thống điện')
  await form.locator('[name="name.en"]').fill('System load')
  await form.locator('[type="submit"]').click()
  const fetching = page.locator('[data-form="fetch-settings"]')
  await fetching.locator('[data-fetch-state="unset"]').waitFor()
  return fetching
}
const shot = (page: Page, name: string) =>
  process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined
const accepted = async (id: string) => {
  const { rows } = await server.app.db.pool.query<{ n: number }>(
    'select coalesce(sum(accepted), 0)::int as n from message where connection_id = $1',
    [id],
  )
  return rows[0]?.n
}
const csv = (i: number) => Buffer.from(`indicator,unit,at,value\nKTN-02,VN,${load(i).at},${load(i).value}\n`)

describe('an administrator sets up', () => {
  test('a folder for files, and its agency brings files through its own desk', async () => {
    const { page, problems } = await openPage(browser, server.url, '/admin', await server.as('administrator'))
    const form = await create(page, 'EVN-THU-MUC', 'file-drop')
    await form.locator('[name="every"]').fill('PT1S')
    await form.locator('[type="submit"]').click()
    await form.locator('[data-drop]').waitFor()
    await form.locator('input[name="drop"]').setInputFiles([
      { name: 'phu-tai.csv', mimeType: 'text/csv', buffer: csv(1) },
      { name: 'hong.json', mimeType: 'application/json', buffer: Buffer.from('[') },
    ])
    await form.locator('[data-drop] li', { hasText: 'hong.json' }).waitFor()
    await expect.poll(() => accepted('EVN-THU-MUC')).toBe(1)
    await shot(page, 'drop')
    expect(problems).toEqual([])
    await page.context().close()
    const own = await openPage(browser, server.url, '/desk', await server.as('agency', 'VN'))
    await own.page.locator('[data-row="EVN-THU-MUC"], [data-connection="EVN-THU-MUC"]').first().click()
    const panel = own.page.locator('[data-panel="EVN-THU-MUC"]')
    await panel
      .locator('input[name="drop"]')
      .setInputFiles({ name: 'hom-nay.csv', mimeType: 'text/csv', buffer: csv(2) })
    await expect.poll(() => accepted('EVN-THU-MUC')).toBe(2)
    await shot(own.page, 'drop-desk')
    expect(own.problems).toEqual([])
    await own.page.context().close()
  })

  test('how a table of the source’s own shape is read, on a trial of it', async () => {
    const { page, problems } = await openPage(browser, server.url, '/admin', await server.as('administrator'))
    const form = await create(page, 'BNN-BANG', 'file-drop')
    const folder = server.app.intake.connectors.folder('BNN-BANG')
    await mkdir(join(folder, 'in'), { recursive: true })
    const table = 'Năm;Ghi chú;Tỉnh;Lúa\n2024;x;Hà Nội;41,2\n2024;y;Xứ Quảng Ninh;18,4\n2023;z;Hà Nội;40,1\n'
    await writeFile(join(folder, 'in', 'dien-tich.csv'), table)
    await form.locator('[name="every"]').fill('PT1S')
    await form.locator('[data-action="trial"]').click()
    await form.locator('[data-mapping="1"]').waitFor()
    expect(await form.locator('[name="role.time"]').inputValue()).toBe('Năm')
    await form.locator('[name="role.unit"]').selectOption('Tỉnh')
    await form.locator('[data-item="Lúa"] select').selectOption('VHXH-01')
    await form.locator('[data-trial="2"]').waitFor()
    await form.locator('[data-label="Xứ Quảng Ninh"] input').fill('22')
    await form.locator('[data-trial="3"][data-trial]').waitFor()
    await form.locator('[data-mapping="0"]').waitFor()
    await shot(page, 'mapping')
    await form.locator('[type="submit"]').click()
    await expect.poll(() => accepted('BNN-BANG')).toBe(3)
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('topics of another broker, tried before they hold', async () => {
    const { page, problems } = await openPage(browser, server.url, '/admin', await server.as('administrator'))
    const form = await create(page, 'EVN-MQTT', 'mqtt-broker')
    expect(await form.locator('[name="clientId"]').inputValue()).toBe('trong-dong-EVN-MQTT')
    await form.locator('[name="url"]').fill(`mqtt://127.0.0.1:${broker.port}`)
    await form.locator('[name="user"]').fill(USER)
    await form.locator('[name="topics"]').fill('kin/a\nevn/+')
    await form.locator('[name="allowPrivate"]').check()
    const trial = form.locator('[data-action="trial"]')
    await form.locator('[name="password"]').fill('sai')
    await trial.click()
    await expect.poll(() => form.locator('[role="alert"]').textContent()).toContain('SIGN_IN_REFUSED')
    await form.locator('[name="password"]').fill(PASSWORD)
    await trial.click()
    await expect.poll(() => form.locator('[role="alert"]').textContent()).toContain('NOT_SUBSCRIBED')
    await form.locator('[name="topics"]').fill('evn/+')
    await form.locator('[type="submit"]').click()
    await form.locator('[data-fetch-state="working"]').waitFor()
    expect(await form.locator('[name="password"]').inputValue()).toBe('')
    await shot(page, 'broker')
    expect(problems).toEqual([])
    await page.context().close()
  })

  test('a query of a database, and is warned when the role could write', async () => {
    await source.query(
      "insert into so_lieu (chi_tieu, don_vi, luc, gia_tri) values ('KTN-02', 'VN', $1, 41250), ('KTN-02', 'VN', $2, -1)",
      [load(1).at, load(2).at],
    )
    const { page, problems } = await openPage(browser, server.url, '/admin', await server.as('administrator'))
    const form = await create(page, 'EVN-SQL', 'sql')
    for (const [name, value] of [
      ['host', '127.0.0.1'],
      ['port', String(source.port)],
      ['database', source.database],
      ['user', source.user],
      ['every', 'PT1S'],
      [
        'query',
        'select chi_tieu as indicator, don_vi as unit, luc as at, gia_tri as value, id from so_lieu where id >= $1',
      ],
      ['column', 'id'],
      ['start', '0'],
      ['password', source.password],
    ] as const)
      await form.locator(`[name="${name}"]`).fill(value)
    await form.locator('[name="tls"]').selectOption('off')
    await form.locator('[name="allowPrivate"]').check()
    await source.query(`grant insert on so_lieu to ${source.user}`)
    await form.locator('[data-action="trial"]').click()
    await form.locator('[data-trial="2"]').waitFor()
    await form.getByText('Tài khoản này ghi được vào bảng').waitFor()
    await shot(page, 'sql')
    await form.locator('[type="submit"]').click()
    await expect.poll(() => accepted('EVN-SQL')).toBe(2)
    expect(problems).toEqual([])
    await page.context().close()
  })
})
