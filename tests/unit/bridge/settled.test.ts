import type pg from 'pg'
import { expect, test } from 'vitest'
import { SessionBook } from '../../../server/bridge/book.ts'
import type { Point, Session } from '../../../server/bridge/session.ts'
import type { CatalogueSnapshot } from '../../../server/catalogue/index.ts'

const event = { at: 0, actor: 'point:22', kind: 'joined', point: 'p', detail: {} }
const point = { id: 'p' } as Point
const session = { id: 's', points: new Map() } as Session
const bookOn = (connect: () => Promise<unknown>) =>
  new SessionBook({
    pool: { connect } as unknown as pg.Pool,
    catalogue: () => ({}) as CatalogueSnapshot,
    log: { error: () => {} },
  })

test('who reads the record waits for what was just seen, and not for a database that is away', async () => {
  const away = bookOn(() => Promise.reject(new Error('away')))
  away.saw(session, point, { state: 'joined' }, event)
  const began = performance.now()
  await away.settled(60)
  expect(performance.now() - began).toBeLessThan(1_000)
  away.stop()

  const written: string[] = []
  const there = bookOn(async () => ({
    query: async (text: string) => {
      await new Promise((done) => setTimeout(done, 10))
      written.push(text)
      return { rows: [], rowCount: 1 }
    },
    release: () => {},
  }))
  there.saw(session, point, { state: 'joined' }, event)
  await there.settled(5_000)
  expect(written.at(-1)).toBe('commit')
  there.stop()
})
