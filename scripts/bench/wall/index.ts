import type { Browser } from 'playwright-core'
import { launch } from '../page/chromium.ts'
import { type MainThread, watchMainThread } from '../page/mainThread.ts'
import { every, send } from '../page/sender.ts'
import { startServer } from '../page/started.ts'
import type { Context, Part } from '../part.ts'
import { startRival } from './rival.ts'

/** 72 reservoirs with three numbers each: 216 cells in one section, of which 200 change in every tenth of a second. */
const RESERVOIRS = 72
const CHANGES = 200
const TICK_MS = 100
const NUMBERS = ['KC-07', 'KC-08', 'KC-09']
const valueAt = (n: number, i: number) => 50 + ((n * 7 + i * 13) % 400) / 10

async function measureWall(browser: Browser, ms: number): Promise<MainThread> {
  const server = await startServer({ reservoirs: RESERVOIRS, connections: 1, period: 'PT1S' })
  const [source] = server.connections
  if (!source) throw new Error('the server has no connection')
  const cells = source.units
    .flatMap((unit) => NUMBERS.map((indicator) => ({ indicator, unit })))
    .slice(0, CHANGES)
  const stopSending = every(TICK_MS, (n) => {
    const at = new Date().toISOString()
    return send(
      server.url,
      source,
      cells.map((cell, i) => ({ ...cell, at, value: valueAt(n, i) })),
    )
  })
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  try {
    const page = await context.newPage()
    await page.goto(server.pairing.replace('/wall#', '/wall?section=7#'))
    await page.waitForSelector('main [data-series]', { timeout: 60_000 })
    await page.waitForSelector('canvas', { timeout: 60_000 })
    await watchMainThread(page, 10_000) // warm: fonts, the map, the compiler
    return await watchMainThread(page, ms)
  } finally {
    await context.close()
    await stopSending()
    await server.stop()
  }
}

async function measureRival(browser: Browser, ms: number): Promise<MainThread> {
  const rival = await startRival()
  const stopSending = every(TICK_MS, async (n) => {
    for (let i = 0; i < CHANGES; i++) rival.change(`cell ${i}`, valueAt(n, i))
  })
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  try {
    const page = await context.newPage()
    await page.goto(rival.url)
    await page.waitForSelector(`tr:nth-child(${CHANGES})`, { timeout: 60_000 })
    await watchMainThread(page, 5_000)
    return await watchMainThread(page, ms)
  } finally {
    await context.close()
    await stopSending()
    await rival.stop()
  }
}

const GOAL_MS = 150
export const part: Part = {
  name: 'wall',
  about: 'the real wall in Chromium with 2,000 changes a second, against a plain React page',
  async run(ctx: Context) {
    const browser = await launch()
    try {
      const minutes = ctx.full ? 10 : 2
      const plain = await measureRival(browser, 20_000)
      const ours = await measureWall(browser, minutes * 60_000)
      const name = `2,000 changes/s, ${minutes} min`
      ctx.figure({
        case: name,
        what: 'main thread, our own code',
        value: ours.own,
        unit: 'ms/s',
        rival: 'plain React page',
        rivalValue: plain.own,
        goal: `under ${GOAL_MS}`,
        reached: ours.own < GOAL_MS,
      })
      ctx.figure({ case: name, what: 'main thread, map in software WebGL', value: ours.map, unit: 'ms/s' })
      ctx.figure({
        case: name,
        what: 'main thread, all work',
        value: ours.total,
        unit: 'ms/s',
        rival: 'plain React page',
        rivalValue: plain.total,
      })
      ctx.figure({
        case: name,
        what: 'longest task',
        value: ours.longest,
        unit: 'ms',
        rival: 'plain React page',
        rivalValue: plain.longest,
      })
      ctx.figure({ case: name, what: 'heap growth', value: ours.heapGrowth / 2 ** 20, unit: 'MiB' })
    } finally {
      await browser.close()
    }
  },
}
