import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { launch } from '../page/chromium.ts'
import { watchMainThread } from '../page/mainThread.ts'
import { every, send } from '../page/sender.ts'
import { type Started, startServer } from '../page/started.ts'
import { whenThere } from '../page/whenThere.ts'
import type { Context, Part } from '../part.ts'

const CONNECTIONS = 1_000
/** Each connection reports once in ten seconds: a hundred messages a second, in ten bursts. */
const PERIOD_S = 10
const TRIALS = 20
const SHOWN_WITHIN_MS = 30_000
const median = (list: number[]) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
const row = (source: Started['connections'][number], value: number) => ({
  indicator: 'KC-07',
  unit: source.units[0] ?? '',
  at: new Date().toISOString(),
  value,
})

async function openDesk(page: Page, { url, password }: Started): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.fill('[name="username"]', 'bench')
  await page.fill('[name="password"]', password)
  await page.keyboard.press('Enter')
  await page.waitForURL((at) => !at.pathname.includes('sign-in'))
  await page.goto(`${url}/desk`)
  await page.waitForSelector('[data-connection]', { timeout: 60_000 })
}

/** From the source's sending of a row that is refused to the state in its line: ms by the machine's one clock. */
async function stateChange(page: Page, server: Started, source: Started['connections'][number]) {
  const shown = whenThere(page, `[data-connection="${source.id}"][data-state="refusing"]`)
  const patience = pause(SHOWN_WITHIN_MS, null, { ref: false })
  const sent = performance.timeOrigin + performance.now()
  await send(server.url, source, [{ ...row(source, 1), indicator: 'NO-SUCH' }])
  const at = await Promise.race([shown, patience])
  if (at === null) throw new Error(`${source.id} does not show its refused row`)
  await send(server.url, source, [row(source, 2)])
  return at - sent
}

/** From the press on a line to its panel. */
async function openOne(page: Page): Promise<number> {
  await page.keyboard.press('Escape')
  await page.waitForSelector('[data-panel]', { state: 'detached' })
  return page.evaluate(async () => {
    const line = document.querySelector<HTMLElement>('[data-connection]')
    const from = performance.now()
    line?.click()
    while (!document.querySelector('[data-panel]'))
      await new Promise((resolve) => requestAnimationFrame(resolve))
    return performance.now() - from
  })
}

export const part: Part = {
  name: 'board',
  about: 'the desk with 1,000 connections reporting',
  async run(ctx: Context) {
    const server = await startServer({
      reservoirs: CONNECTIONS + TRIALS,
      connections: CONNECTIONS + TRIALS,
      period: `PT${PERIOD_S}S`,
    })
    const browser = await launch()
    const bursts = PERIOD_S * 10
    // Those whose state is changed are fed by hand: a good row of their turn would hide the refused one.
    const [fed, tried] = [server.connections.slice(TRIALS), server.connections.slice(0, TRIALS)]
    for (const source of tried) await send(server.url, source, [row(source, 1)])
    const stopSending = every(100, async (n) => {
      const turn = fed.filter((_, i) => i % bursts === n % bursts)
      await Promise.all(turn.map((c) => send(server.url, c, [row(c, n % 100)])))
    })
    try {
      const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
      await openDesk(page, server)
      await watchMainThread(page, PERIOD_S * 1_000)
      const thread = await watchMainThread(page, ctx.full ? 120_000 : 30_000)
      const changes: number[] = []
      for (const source of tried) changes.push(await stateChange(page, server, source))
      const openings: number[] = []
      for (let i = 0; i < TRIALS; i++) openings.push(await openOne(page))
      const name = `${CONNECTIONS} connections, 100 messages/s`
      ctx.figure({ case: name, what: 'main thread, our own code', value: thread.own, unit: 'ms/s' })
      ctx.figure({ case: name, what: 'main thread, all work', value: thread.total, unit: 'ms/s' })
      ctx.figure({ case: name, what: 'longest task', value: thread.longest, unit: 'ms' })
      ctx.figure({
        case: name,
        what: 'refused row sent to state in its line, median',
        value: median(changes),
        unit: 'ms',
      })
      ctx.figure({ case: name, what: 'press to panel, median', value: median(openings), unit: 'ms' })
    } finally {
      await browser.close()
      await stopSending()
      await server.stop()
    }
  },
}
