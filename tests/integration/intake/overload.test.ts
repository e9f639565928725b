import { afterAll, beforeAll, expect, it } from 'vitest'
import { RequestError } from '../../../shared/refusal.ts'
import { agree, count, load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** The lock every writer takes: held by another, commits wait. */
const WRITER_LOCK = 7_200_820

it('a full queue tells sources to come back, and what was taken is written', async () => {
  const { app, url } = server
  const source = await agree(app, url)
  const holder = await app.db.pool.connect()
  await holder.query('select pg_advisory_lock($1)', [WRITER_LOCK])
  const submit = (i: number) =>
    app.intake.submit({
      connectionId: source.id,
      entry: 'machine',
      body: Buffer.from(JSON.stringify({ observations: [load(i)] })),
      contentType: 'application/json',
      receivedAt: Date.now(),
    })
  const results = Array.from({ length: 4_600 }, (_, i) =>
    submit(i).then(
      () => 'written',
      (e: unknown) => (e instanceof RequestError ? e.code : String(e)),
    ),
  )
  expect(await Promise.race(results)).toBe('OVERLOADED')
  const refused = await source.push({ observations: [load(9_999)] })
  expect([refused.status, refused.error.code]).toEqual([503, 'OVERLOADED'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await holder.query('select pg_advisory_unlock($1)', [WRITER_LOCK])
  holder.release()
  const told = await Promise.all(results)
  const written = told.filter((r) => r === 'written').length
  expect(new Set(told)).toEqual(new Set(['written', 'OVERLOADED']))
  expect(await count(app, 'observation', source.id)).toBe(written)
  expect((await source.push({ observations: [load(9_999)] })).answer).toMatchObject({ accepted: 1 })
})
