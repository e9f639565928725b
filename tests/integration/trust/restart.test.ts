import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { agree } from '../../fixtures/intake/source.ts'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer } from '../../harness/server.ts'

it('a restart forgets neither a connection’s state, nor its last message, nor the freshness of values', async () => {
  const fresh = await freshDatabase()
  const env = { DATABASE_URL: fresh.url }
  const id = `AFTER-${randomBytes(3).toString('hex').toUpperCase()}`
  const first = await startServer(env)
  const source = await agree(first.app, first.url)
  const now = first.app.catalogue.now()
  const nation = now.nation().id
  const load = () => first.app.catalogue.now().findSeries(now.indicator('KTN-02')?.id ?? -1, nation) ?? -1
  const at = new Date(Date.now() - 1_000).toISOString()
  // A good row and a bad one: the connection refuses rows, the series has a value.
  const { answer } = await source.push({
    observations: [
      { indicator: 'KTN-02', unit: 'VN', at, value: 40_000 },
      { indicator: 'KTN-02', unit: 'VN', at, value: id },
    ],
  })
  expect(answer).toMatchObject({ accepted: 1, refused: 1 })
  await eventually(() => expect(first.app.trust.connection(source.id)?.state).toBe('refusing'))
  const [before, cell] = [first.app.trust.connection(source.id), first.app.live.cell(load())]
  await first.stop()

  const second = await startServer(env)
  try {
    expect(second.app.trust.connection(source.id)?.lastMessageAt).toBe(before?.lastMessageAt)
    // Seconds have passed: it may have become late meanwhile, but it is not unknown and not new.
    expect(['refusing', 'late']).toContain(second.app.trust.connection(source.id)?.state)
    expect(second.app.live.cell(load())).toMatchObject({
      value: 40_000,
      recordedAt: cell.recordedAt,
      validTo: cell.validTo,
    })
    expect(second.app.trust.age(load()).state).not.toBe('never')
    expect(second.app.trust.connectionOf(load())).toBe(source.id)
  } finally {
    await second.stop()
    await fresh.drop()
  }
})
