import { expect, it } from 'vitest'
import type { BoardRow } from '../../../shared/live.ts'
import { agree } from '../../fixtures/intake/source.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { Page } from './page.ts'

async function rowOf(server: TestServer, id: string, cookie: string): Promise<BoardRow | undefined> {
  const page = new Page(server.url, cookie)
  try {
    await page.settled()
    const answer = await page.socket.timeout(30_000).emitWithAck('board:watch')
    return 'rows' in answer ? answer.rows.find((r: BoardRow) => r.id === id) : undefined
  } finally {
    page.close()
  }
}

it('the board tells a source that has nothing new from one that brings numbers, after a restart too', async () => {
  const fresh = await freshDatabase()
  const env = { DATABASE_URL: fresh.url }
  const first = await startServer(env)
  const { cookie } = await first.as('duty')
  const source = await agree(first.app, first.url)
  const at = new Date(Date.now() - 1_000).toISOString()
  const send = (value: unknown) =>
    source.push(
      { observations: [{ indicator: 'KTN-02', unit: 'VN', at, value }] },
      { 'idempotency-key': `${Math.random()}` },
    )
  await send(40_000)
  const news = await rowOf(first, source.id, cookie)
  expect(news).toMatchObject({ unchanged: false, newsAt: news?.lastMessageAt })
  await send(40_000)
  const same = await rowOf(first, source.id, cookie)
  expect(same).toMatchObject({ unchanged: true, newsAt: news?.newsAt })
  await first.stop()

  const second = await startServer(env)
  try {
    expect(await rowOf(second, source.id, cookie)).toMatchObject({ unchanged: true, newsAt: news?.newsAt })
  } finally {
    await second.stop()
    await fresh.drop()
  }
})
