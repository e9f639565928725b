// A browser with a person signed in, for the tests of the desk's pages.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Client } from '../../harness/client.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  // What is drawn by software anyway is put together by the page's own means: a third of the work.
  '--disable-gpu-compositing',
]

/** How long a test waits for a fact, in ms: software drawing on a shared machine may pause for many seconds. */
export const PATIENCE = 60_000

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })

export type Opened = { page: Page; context: BrowserContext; problems: string[] }

/** Gives the browser the client's session in the place of whoever's it had. */
export async function takeSession(context: BrowserContext, url: string, who: Client): Promise<void> {
  const cookies = who.cookie.split('; ').filter(Boolean)
  await context.addCookies(
    cookies.map((pair) => {
      const at = pair.indexOf('=')
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
    }),
  )
}

/** A page at 1920x1080 that carries the client's session; `problems` gathers page errors and policy violations. */
export async function openPage(
  browser: Browser,
  url: string,
  path: string,
  who: Client | null,
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'vi-VN' })
  if (who?.cookie) await takeSession(context, url, who)
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) problems.push(message.text())
  })
  await page.goto(url + path)
  return { page, context, problems }
}

/** The desk once its keys hold: its foot names them, from the list that they work by, a moment after it is first drawn. */
export async function deskKeys(page: Page): Promise<void> {
  await page.waitForSelector('[data-pane="board"]')
  await page.locator('footer:has([data-link])', { hasText: 'ghi sổ' }).waitFor()
}

/** G and the letter of a page, as by one hand: a page that is busy with the first does not hold up the second. */
export const goBy = async (page: Page, letter: string): Promise<void> =>
  void (await Promise.all([page.keyboard.press('g'), page.keyboard.press(letter)]))
