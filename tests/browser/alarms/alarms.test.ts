import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AlarmRuleView, IncidentView } from '../../../shared/api/alarms.ts'
import { push } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { addRule, changeRule, loadNow, openOf, writeLadder } from '../../integration/alarms/stage.ts'
import { openBrowser, openPage, PATIENCE } from '../desk/page.ts'

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

/** Whether an alarm of a lost connection ends only by a person. */
async function lostNeeds(who: Client, needsPerson: boolean): Promise<void> {
  const { body } = await who.get<AlarmRuleView[]>('/api/alarm-rules')
  const found = body.find((r) => r.code === 'KN-MAT')
  const rule = { ...found?.rule, needsPerson }
  expect((await changeRule(who, found?.id, rule)).status).toBe(200)
}

test('an alarm from its cause to its acknowledgement by keyboard alone, heard, and seen on a second desk', async () => {
  // A source that is not late while the test runs: only the value is news.
  const { id, key } = await server.app.intake.connections.create(
    {
      ...{ id: 'TAI-DIEN', agencyCode: 'VN', connector: 'http-push', simulated: false },
      name: { vi: 'Phụ tải', en: 'Load' },
      contract: {
        times: { period: 'P1D', graceSeconds: 3_600, expirySeconds: 259_200, hours: null },
        series: [{ indicator: 'KTN-02', units: ['VN'], min: 0, max: 100_000 }],
      },
    },
    'system',
  )
  const [officer, other] = [await server.as('duty'), await server.as('duty')]
  const name = { vi: 'Gọi lãnh đạo', en: 'Call the leader' }
  const rungs = [{ afterSeconds: 0, channel: 'screen', position: 'VAI.LANH-DAO', webhook: null }]
  await writeLadder(officer, 'LANH-DAO', { name, rungs })
  const boss = await server.as('leader')
  await addRule(officer, 'TAI', { ladder: 'LANH-DAO' })
  const { page, problems } = await openPage(browser, server.url, '/desk', officer)
  const second = await openPage(browser, server.url, '/desk', other)
  await second.page.waitForSelector('[data-pane="attention"]')
  await page.waitForSelector('[data-pane="attention"]')
  // Not yet heard, and the page says so until it is.
  await page.waitForSelector('[data-alarm-sound="off"] [data-action="sound"]')
  const leader = await openPage(browser, server.url, '/directives', boss)
  await leader.page.waitForSelector('[data-alarm-sound]', { state: 'attached' })
  await push(server.url, id, key, loadNow(60_000))
  const row = page.locator('[data-alarm][data-rule="TAI"]')
  await row.waitFor()
  expect(await row.getAttribute('data-severity')).toBe('critical')
  await page.keyboard.press('F6')
  await page.waitForSelector('[data-alarm-sound="on"][data-sounding="critical"]', { state: 'attached' })
  await expect
    .poll(async () => Number(await page.locator('[data-alarm-sound]').getAttribute('data-played')), {
      timeout: 60_000,
    })
    .toBeGreaterThan(0)
  for (let i = 0; i < 10; i++) {
    if (await page.evaluate(() => document.activeElement?.closest('[data-pane="attention"]') !== null)) break
    await page.keyboard.press('F6')
  }
  await page.keyboard.press('j')
  await page.waitForSelector('[data-alarm][data-rule="TAI"][data-current]')
  await page.keyboard.press('a')
  await page.waitForSelector('[role="dialog"] [name="note"]')
  await page.keyboard.type('Đã gọi A0, đang giảm tải')
  // It is to come back in a quarter of an hour.
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  // The ladder's rung has reached the leader on whatever page is open there.
  await leader.page.waitForSelector('[data-call]')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector('[data-alarm][data-rule="TAI"][data-alarm-state="acknowledged"]')
  // Its row is drawn elsewhere now; the pane keeps the focus, and with it its keys.
  const pane = () => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane')
  await expect.poll(() => page.evaluate(pane)).toBe('attention')
  // Answered, it is silent.
  await page.waitForSelector('[data-alarm-sound]:not([data-sounding])', { state: 'attached' })
  const there = second.page.locator('[data-alarm][data-rule="TAI"][data-alarm-state="acknowledged"]')
  await there.waitFor()
  expect(await there.textContent()).toContain('Đã gọi A0, đang giảm tải')
  await leader.page.waitForSelector('[data-call]', { state: 'detached' })
  expect([...problems, ...second.problems, ...leader.problems]).toEqual([])
  await second.context.close()
  await leader.context.close()

  // A quarter of an hour is not waited for: a later moment is looked at.
  await server.app.alarms.pass(Date.now() + 16 * 60_000)
  await page.goto(`${server.url}/alarms`)
  await page.waitForSelector('[data-alarm][data-rule="TAI"][data-alarm-state="unacknowledged"]')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-alarm-panel] [data-step="returned"]')
  const dialog = async (key: string, field: string) => {
    await page.keyboard.press(key)
    await page.waitForSelector(`[role="dialog"] [name="${field}"]`)
  }
  const send = async (step: string) => {
    await page.keyboard.press('Control+Enter')
    await page.waitForSelector('[role="dialog"]', { state: 'detached' })
    await page.waitForSelector(`[data-alarm-panel] [data-step="${step}"]`)
  }
  await dialog('c', 'note')
  await page.keyboard.type('A0 hẹn 10 phút')
  await send('commented')
  await dialog('p', 'account')
  await page.waitForFunction(() => document.querySelectorAll('[name="account"] option').length > 1)
  for (let i = 0; i < 5; i++) {
    if (await page.evaluate(() => document.activeElement?.matches('[name="account"]') === true)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Theo dõi tiếp')
  await send('assigned')
  await dialog('s', 'note')
  // Without a reason nothing is shelved.
  await page.keyboard.press('Control+Enter')
  expect(await page.locator('[role="dialog"] button[type="submit"]').isDisabled()).toBe(true)
  await page.keyboard.type('Đang thử tải có kế hoạch')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await send('shelved')
  const shelved = page.locator('[data-alarm][data-rule="TAI"][data-alarm-state="shelved"]')
  await shelved.waitFor()
  await page.waitForSelector('[data-alarm-sound]:not([data-sounding])', { state: 'attached' })
  await server.app.alarms.pass(Date.now() + 61 * 60_000)
  await page.waitForSelector('[data-alarm-panel] [data-step="unshelved"]')
  await page.waitForSelector('[data-alarm-sound][data-sounding="critical"]', { state: 'attached' })
  // The map of keys names what was pressed.
  await page.keyboard.press('?')
  await page.waitForSelector('[data-key-map]')
  const map = await page.locator('[data-key-map]').textContent()
  for (const word of ['Giao báo động', 'Ghi chú vào báo động', 'Tạm gác báo động'])
    expect(map).toContain(word)
  expect(problems).toEqual([])
  await page.context().close()
})

test('five thousand standing alarms: one line that opens, the newest first, and only what is in sight is drawn', async () => {
  const MANY = 5_000
  /** All of them are written before the last is told. */
  const STORM = { timeout: 3 * PATIENCE }
  const officer = await server.as('duty')
  // By the room's own wish these go by themselves: so many are to leave the page at once.
  await lostNeeds(officer, false)
  const { page, problems } = await openPage(browser, server.url, '/alarms', officer)
  await page.waitForSelector('[data-alarm-lines]')
  const from = Date.now() - 2 * MANY
  for (let i = 0; i < MANY; i++)
    server.app.bus.emit('connection-state', { id: `K-${i}`, state: 'lost', previous: null, since: from + i })
  const group = page.locator(`[data-group="KN-MAT"][data-count="${MANY}"]`)
  await group.waitFor(STORM)
  await group.click()
  const drawn = () => page.locator('[data-alarm]').count()
  const titles = () => page.locator('[data-in-group] strong').allTextContents()
  await page.waitForSelector('[data-in-group]')
  expect((await titles())[0]).toContain(`K-${MANY - 1} `)
  expect(await drawn()).toBeLessThan(60)
  // Answered by keyboard one after the other: the cursor goes on down the list.
  const current = (name: string) => page.locator('[data-alarm][data-current]', { hasText: `${name} ` })
  await page.keyboard.press('j')
  for (const n of [1, 2]) {
    await current(`K-${MANY - n}`).waitFor()
    await page.keyboard.press('a')
    await page.waitForSelector('[role="dialog"] [name="note"]')
    await page.keyboard.type('Đã gọi')
    await page.keyboard.press('Control+Enter')
    await page.waitForSelector('[role="dialog"]', { state: 'detached' })
  }
  await current(`K-${MANY - 3}`).waitFor()
  // After a click the keys go on with the cursor, not with what was clicked.
  await page
    .locator('[data-alarm]', { hasText: `K-${MANY - 5} ` })
    .locator('strong')
    .click()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.locator('[data-alarm-panel] h2', { hasText: `K-${MANY - 6} ` }).waitFor()
  await page.waitForFunction(() => {
    const box = document.querySelector('[data-alarm-lines]')
    box?.scrollTo(0, box.scrollHeight)
    return [...document.querySelectorAll('[data-in-group] strong')].some((s) =>
      s.textContent?.startsWith('K-0 '),
    )
  })
  expect(await drawn()).toBeLessThan(60)
  // One more above leaves the reader where he is.
  const open = page.locator('[data-metric="alarms-open"]')
  const before = await open.textContent()
  server.app.bus.emit('connection-state', {
    ...{ id: `K-${MANY}`, state: 'lost', previous: null, since: Date.now() },
  })
  await expect.poll(() => open.textContent()).not.toBe(before)
  expect((await titles()).some((title) => title.startsWith('K-0 '))).toBe(true)
  for (let i = 0; i <= MANY; i++)
    server.app.bus.emit('connection-state', {
      id: `K-${i}`,
      state: 'up',
      previous: 'lost',
      since: Date.now(),
    })
  await group.waitFor({ ...STORM, state: 'detached' })
  await page.waitForFunction(() => document.querySelectorAll('[data-in-group]').length === 0, null, STORM)
  await lostNeeds(officer, true)
  expect(problems).toEqual([])
  await page.context().close()
}, 600_000)

test('a storm under one line is answered with one word by keyboard alone, and what another took meanwhile is said', async () => {
  const MANY = 12
  const [officer, other] = [await server.as('duty'), await server.as('duty')]
  const { page, problems } = await openPage(browser, server.url, '/alarms', officer)
  await page.waitForSelector('[data-metric="alarms-open"]')
  const turn = (state: 'lost' | 'up', since: number) => {
    for (let i = 0; i < MANY; i++)
      server.app.bus.emit('connection-state', { id: `N-${i}`, state, previous: null, since: since + i })
  }
  turn('lost', Date.now() - MANY)
  // The newest cause of all, so that its line is the first.
  const group = `[data-group="KN-MAT"][data-count="${MANY}"]`
  await page.waitForSelector(group)
  const storm = async () => (await openOf(other, 'KN-MAT')).filter((a) => a.subject.includes(':N-'))
  const [quick] = await storm()
  const made = await other.post<IncidentView>('/api/alarm-incidents', {
    ...{ title: 'Mất mạng trục', alarms: [quick?.id] },
  })
  expect(made.status).toBe(201)
  await page.keyboard.press('j')
  await page.waitForSelector(`${group}[data-current]`)

  // All of it into the incident that is open.
  await page.keyboard.press('i')
  await page.waitForSelector(`[role="dialog"] [name="into"] option[value="${made.body.id}"]`, {
    state: 'attached',
  })
  for (let i = 0; i < 5; i++) {
    if (await page.evaluate(() => document.activeElement?.matches('[name="into"]') === true)) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector(`[role="dialog"] [data-done="${MANY}"][data-refused="0"]`)
  // What became of it is read, and Enter closes it.
  const read = () => page.waitForFunction(() => document.activeElement?.closest('[role="status"]') != null)
  await read()
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role="dialog"]', { state: 'detached' })
  const incidents = (await other.get<IncidentView[]>('/api/alarm-incidents')).body
  expect(incidents.find((i) => i.id === made.body.id)?.members).toBe(MANY)

  // The line stays the cursor's, whatever was done to it.
  await page.waitForSelector(`${group}[data-current]`)
  await page.keyboard.press('a')
  await page.waitForSelector('[role="dialog"] [name="note"]')
  expect(await page.locator('[role="dialog"] h2').textContent()).toContain(`${MANY} báo động`)
  // Another officer is quicker with one of them.
  expect(
    (await other.post(`/api/alarms/${quick?.id}/acknowledge`, { note: 'tôi đã gọi trước' })).status,
  ).toBe(200)
  await page.keyboard.type('Đứt cáp trục, đã gọi nhà mạng')
  await page.keyboard.press('Control+Enter')
  await page.waitForSelector(`[role="dialog"] [data-done="${MANY - 1}"][data-refused="1"]`)
  await page.waitForSelector('[role="dialog"] [data-refused-for="ALARM_TAKEN"]')
  await read()
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role="dialog"]', { state: 'detached' })
  const notes = (await storm()).map((a) => a.acknowledged?.note).sort()
  expect(notes).toEqual([
    'tôi đã gọi trước',
    ...Array.from({ length: MANY - 1 }, () => 'Đứt cáp trục, đã gọi nhà mạng'),
  ])
  // What is answered is one line still, with nothing left to answer.
  await page.waitForSelector(group)
  await page.waitForSelector('[data-acknowledge-group="KN-MAT"]', { state: 'detached' })
  await page.keyboard.press('?')
  await page.waitForSelector('[data-key-map]')
  const map = await page.locator('[data-key-map]').textContent()
  for (const word of ['Xác nhận báo động hoặc cả nhóm', 'Đưa báo động hoặc nhóm vào sự vụ'])
    expect(map).toContain(word)
  turn('up', Date.now())
  expect(problems).toEqual([])
  await page.context().close()
})

test('an expression that is wrong shows the character at which it is', async () => {
  const officer = await server.as('duty')
  const { page, problems } = await openPage(browser, server.url, '/alarms/rules', officer)
  await page.getByRole('button', { name: 'Quy tắc mới' }).click()
  await page.fill('[data-editor="new"] [name="code"]', 'RIENG')
  await page.fill('[name="vi"]', 'Tải cao')
  await page.fill('[name="en"]', 'High load')
  await page.selectOption('[name="kind"]', 'expression')
  await page.fill('[name="expression"]', 'value("KTN-02") > limit')
  await page.click('[data-editor="new"] button[type="submit"]')
  await page.waitForSelector('[data-fault-at="19"] mark')
  await page.fill('[name="expression"]', 'value("KTN-02") > (active ? 48000.0 : 50000.0)')
  await page.click('[data-editor="new"] button[type="submit"]')
  await page.waitForSelector('[data-rule="RIENG"][aria-selected="true"]')
  expect(problems).toEqual([])
  await page.context().close()
})

test('a rule is tried on the past before it is put in place', async () => {
  const officer = await server.as('duty')
  const { page, problems } = await openPage(browser, server.url, '/alarms/rules', officer)
  await page.click('[data-rule="TAI"]')
  await page.click('[data-editor="TAI"] [data-action="back-test"]')
  await page.waitForSelector('[data-back-test="1"]')
  expect(problems).toEqual([])
  await page.context().close()
})

test('another’s save while one types: the words stay, and one chooses which of the two holds', async () => {
  const [officer, other] = [await server.as('duty'), await server.as('duty')]
  const { id, rule } = await addRule(other, 'HAI-TAY', { enabled: false })
  const elsewhere = async (vi: string) =>
    expect((await changeRule(other, id, { ...rule, name: { vi, en: 'Of another' } })).status).toBe(200)
  const { page, problems } = await openPage(browser, server.url, '/alarms/rules', officer)
  await page.click('[data-rule="HAI-TAY"]')
  const editor = page.locator('[data-editor="HAI-TAY"]')
  const name = editor.locator('[name="vi"]')
  // With nothing typed the newer one comes by itself.
  await name.waitFor()
  await elsewhere('Tải lần hai')
  await expect.poll(() => name.inputValue(), { timeout: PATIENCE }).toBe('Tải lần hai')
  await name.fill('Tải đang soạn')
  await elsewhere('Tải lần ba')
  await editor.locator('[data-newer="3"]').waitFor()
  expect(await name.inputValue()).toBe('Tải đang soạn')
  expect(await editor.locator('button[type="submit"]').isDisabled()).toBe(true)
  await editor.locator('[data-save-over]').click()
  await editor.locator('h2', { hasText: 'phiên bản 4' }).waitFor()
  await editor.locator('[data-newer]').waitFor({ state: 'detached' })
  expect(await name.inputValue()).toBe('Tải đang soạn')
  await name.fill('Tải soạn tiếp')
  await elsewhere('Tải lần năm')
  await editor.locator('[data-newer="5"] [data-load-newer]').click()
  expect(await name.inputValue()).toBe('Tải lần năm')
  await editor.locator('h2', { hasText: 'phiên bản 5' }).waitFor()
  // Where one saves before the page has heard of the other, the server refuses and the words stay as well.
  await page.route('**/api/alarm-rules', (route) => route.abort())
  await name.fill('Tải chưa lưu')
  await elsewhere('Tải lần sáu')
  await editor.locator('button[type="submit"]').click()
  await editor.locator('[role="alert"]').waitFor()
  expect(await name.inputValue()).toBe('Tải chưa lưu')
  await page.unroute('**/api/alarm-rules')
  await editor.locator('[data-newer="6"]').waitFor()
  await editor.locator('[role="alert"]').waitFor({ state: 'detached' })
  expect(await name.inputValue()).toBe('Tải chưa lưu')
  // Another row is gone to only where one says that the words may go.
  await page.click('[data-rule="KN-MAT"]')
  await page.click('[data-leaving] [data-stay]')
  await page.locator('[data-leaving]').waitFor({ state: 'detached' })
  expect(await name.inputValue()).toBe('Tải chưa lưu')
  await page.click('[data-rule="KN-MAT"]')
  await page.click('[data-leaving] [data-leave]')
  await page.locator('[data-editor="KN-MAT"]').waitFor()
  expect(problems).toEqual([])
  await page.context().close()
})
