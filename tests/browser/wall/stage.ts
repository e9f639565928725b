// A wall in a real browser, and sources that feed it.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { ContractTimes } from '../../../shared/freshness.ts'
import type { Client } from '../../harness/client.ts'
import type { TestServer } from '../../harness/server.ts'
import { openPage } from '../desk/page.ts'

const MINUTELY: ContractTimes = { period: 'PT1M', graceSeconds: 60, expirySeconds: 3600, hours: null }

/** Agrees a connection for one indicator as the administrator does, and gives its key. */
export async function agree(
  admin: Client,
  id: string,
  connector: 'http-push' | 'mqtt',
  indicator: string,
  times: ContractTimes = MINUTELY,
): Promise<string> {
  const made = await admin.post<{ key: string }>('/api/connections', {
    id,
    agencyCode: 'EVN',
    name: { vi: `Nguồn ${id}`, en: `Source ${id}` },
    connector,
    simulated: true,
    contract: { times, series: [{ indicator }] },
  })
  expect(made.status).toBe(201)
  return made.body.key
}

/** A message with one value of the nation, about this instant. */
export const bodyOf = (indicator: string, value: number) =>
  JSON.stringify({ observations: [{ indicator, unit: 'VN', at: new Date().toISOString(), value }] })

/** Sends a message by HTTP; returns when it is acknowledged. */
export async function push(server: TestServer, id: string, key: string, text: string): Promise<void> {
  const { status } = await server.anonymous.fetch(`/api/connections/${id}/observations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: text,
  })
  expect(status).toBe(200)
}

/** The series' number on the wall, wherever on the page it stands. */
export const shown = (page: Page, series: string) => page.locator(`main [data-series="${series}"]`).first()

/** Walls that one test opens: `close` ends them and gives what was thrown or broke the content policy. */
export class Walls {
  readonly #browser: Browser
  #open: { context: BrowserContext; problems: string[] }[] = []
  constructor(browser: Browser) {
    this.#browser = browser
  }

  /** Any page, as nobody or with the client's session. */
  async page(url: string, path: string, who: Client | null = null): Promise<Page> {
    const { page, context, problems } = await openPage(this.#browser, url, path, who)
    this.#open.push({ context, problems })
    return page
  }

  /** A wall let in by a one-time link. `base` may be the near end of a cable. */
  async wall(server: TestServer, base = server.url, query = '?section=2'): Promise<Page> {
    const link = await server.app.wall.pairingLink(base)
    return this.page('', link.replace('/wall#', `/wall${query}#`))
  }

  async close(): Promise<string[]> {
    const closing = this.#open
    this.#open = []
    await Promise.all(closing.map((o) => o.context.close()))
    return closing.flatMap((o) => o.problems)
  }
}
