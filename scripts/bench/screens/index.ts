import type { Page } from 'playwright-core'
import type { ScreenView } from '../../../shared/api/wall.ts'
import { ANSWER_MS, type CommandAnswer, type ScreenCommand } from '../../../shared/wall.ts'
import { Person } from '../../person.ts'
import { median } from '../median.ts'
import { launch } from '../page/chromium.ts'
import { watchMainThread } from '../page/mainThread.ts'
import { every, send } from '../page/sender.ts'
import { startServer } from '../page/started.ts'
import { whenThere } from '../page/whenThere.ts'
import type { Context, Part } from '../part.ts'

/** 36 reservoirs with three numbers each, all changing once a second: a section that is busy, not an empty page. */
const RESERVOIRS = 36
const TRIALS = 9
const now = () => performance.timeOrigin + performance.now()

const COMMANDS: { what: string; command: ScreenCommand }[] = [
  { what: 'notice', command: { do: 'notice', text: 'Họp giao ban lúc 15 giờ', tone: 'info', minutes: 5 } },
  { what: 'night level', command: { do: 'night', level: 0.5 } },
  { what: 'blank', command: { do: 'blank', on: true } },
  { what: 'shown again', command: { do: 'blank', on: false } },
  { what: 'screenshot, taken and stored', command: { do: 'screenshot' } },
  { what: 'reload', command: { do: 'reload' } },
]

/** From the press to the word on the desk, ms: an answer, or that none came in time; throws when the screen refuses or is away. */
async function told(desk: Person, screen: number, command: ScreenCommand): Promise<number> {
  const from = now()
  const answer = await desk.ask<CommandAnswer>('POST', `/api/screens/${screen}/command`, { command })
  if (answer.end !== 'done' && answer.end !== 'silent')
    throw new Error(`${command.do}: ${answer.end} ${answer.detail ?? ''}`)
  return now() - from
}

const picture = (page: Page) => page.waitForSelector('main [data-series]', { timeout: 60_000 })

/** Lets the screen of this page in by the code on its face; ms from the word on the desk to its numbers. */
async function letIn(desk: Person, page: Page, as: { name: string } | { screen: number }): Promise<number> {
  const code = await page.waitForSelector('[data-code]', { timeout: 60_000 })
  const shown = whenThere(page, 'main [data-series]')
  const from = now()
  await desk.ask('POST', '/api/screens/approve', { code: await code.getAttribute('data-code'), ...as })
  return (await shown) - from
}

export const part: Part = {
  name: 'screens',
  about: 'a wall screen in Chromium is told from the desk, revoked and let in again',
  async run(ctx: Context) {
    const server = await startServer({ reservoirs: RESERVOIRS, connections: 1, period: 'PT1S' })
    const browser = await launch()
    const [source] = server.connections
    if (!source) throw new Error('the server has no connection')
    const stopSending = every(1_000, (n) => {
      const at = new Date().toISOString()
      const cells = source.units.flatMap((unit) =>
        ['KC-07', 'KC-08', 'KC-09'].map((c) => ({ unit, indicator: c })),
      )
      return send(
        server.url,
        source,
        cells.map((cell, i) => ({ ...cell, at, value: 50 + ((n + i) % 40) })),
      )
    })
    try {
      const desk = await Person.signIn(server.url, 'bench', server.password)
      const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
      await page.goto(`${server.url}/wall?section=7`)
      const name = `a screen of ${RESERVOIRS * 3} numbers, ${TRIALS} times`
      const figure = (what: string, list: number[], rivalValue?: number) =>
        ctx.figure({
          ...{ case: name, what, value: Math.max(...list), unit: 'ms', goal: `≤ ${ANSWER_MS} ms` },
          reached: Math.max(...list) <= ANSWER_MS,
          ...(rivalValue === undefined ? {} : { rival: 'a sign put on it, median', rivalValue }),
        })
      await letIn(desk, page, { name: 'Màn hình đo' })
      const [screen] = await desk.ask<ScreenView[]>('GET', '/api/screens')
      if (!screen) throw new Error('no screen was paired')
      const times = async (command: ScreenCommand) => {
        const list: number[] = []
        for (let i = 0; i < TRIALS; i++) {
          list.push(await told(desk, screen.id, command))
          await picture(page)
        }
        return list
      }
      await page.waitForSelector('canvas', { timeout: 60_000 })
      await watchMainThread(page, 10_000) // warm: fonts, the map, the compiler
      const asked = { command: { do: 'screenshot' } }
      const first = await desk.ask<CommandAnswer>('POST', `/api/screens/${screen.id}/command`, asked)
      ctx.say(`the first screenshot after the page came: ${first.end}, ${first.took ?? '–'} ms`)
      const plain = median(await times({ do: 'identify', seconds: 1 }))
      for (const { what, command } of COMMANDS)
        figure(`longest, press to answer: ${what}`, await times(command), plain)
      const blank: number[] = []
      const back: number[] = []
      for (let i = 0; i < TRIALS; i++) {
        const gone = whenThere(page, 'main[data-pairing]')
        const from = now()
        await desk.ask('POST', `/api/screens/${screen.id}/revoke`)
        blank.push((await gone) - from)
        back.push(await letIn(desk, page, { screen: screen.id }))
      }
      figure('longest, revoked to nothing on its face', blank, plain)
      ctx.figure({ case: name, what: 'let in to its numbers, median', value: median(back), unit: 'ms' })
    } finally {
      await browser.close()
      await stopSending()
      await server.stop()
    }
  },
}
