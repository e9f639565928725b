import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, count, load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

describe('the same message again', () => {
  it('gets the first answer and writes nothing, by content or by key', async () => {
    const source = await agree(server.app, server.url)
    const first = (await source.push({ observations: [load(1), load(2, 'x')] })).answer
    const again = (await source.push({ observations: [load(1), load(2, 'x')] })).answer
    expect(again).toEqual({ ...first, repeated: true })
    const key = { 'idempotency-key': 'tháng-10'.normalize('NFD').replace(/[^ -~]/g, '') }
    const keyed = (await source.push({ observations: [load(3)] }, key)).answer
    expect((await source.push({ observations: [load(3)] }, key)).answer).toEqual({ ...keyed, repeated: true })
    const other = await source.push({ observations: [load(4)] }, key)
    expect([other.status, other.error.code]).toEqual([409, 'IDEMPOTENCY_MISMATCH'])
    expect(await count(server.app, 'observation', source.id)).toBe(2)
    expect(await count(server.app, 'message', source.id)).toBe(2)
  })

  it('is written once when it comes many times at once', async () => {
    const source = await agree(server.app, server.url)
    for (const headers of [{}, { 'idempotency-key': 'k' }] as Record<string, string>[]) {
      const at = headers['idempotency-key'] ? 10 : 20
      const all = await Promise.all(
        Array.from({ length: 40 }, () => source.push({ observations: [load(at)] }, headers)),
      )
      expect(all.filter((r) => !r.answer.repeated)).toHaveLength(1)
      expect(new Set(all.map((r) => r.answer.message)).size).toBe(1)
    }
    expect(await count(server.app, 'observation', source.id)).toBe(2)
  })

  it('belongs to its connection: another may send the same', async () => {
    const [a, b] = [await agree(server.app, server.url), await agree(server.app, server.url)]
    expect((await a.push({ observations: [load(50)] })).answer.repeated).toBe(false)
    expect((await b.push({ observations: [load(50)] })).answer).toMatchObject({
      repeated: false,
      unchanged: 1,
    })
  })

  it('without rows is a sign of life each time', async () => {
    const source = await agree(server.app, server.url)
    for (let i = 0; i < 2; i++)
      expect((await source.push({ observations: [] })).answer).toMatchObject({ accepted: 0, repeated: false })
  })

  it('keeps the order of what one source sends', async () => {
    const source = await agree(server.app, server.url)
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const { answer } = await server.app.intake.enqueue({
          connectionId: source.id,
          entry: 'machine',
          body: Buffer.from(JSON.stringify({ observations: [load(900, i)] })),
          contentType: 'application/json',
          receivedAt: Date.now(),
        })
        return answer
      }),
    )
    expect(answers.every((a) => a.accepted === 1)).toBe(true)
    const { rows } = await server.app.db.pool.query<{ value: number; revision: number }>(
      'select value, revision from observation where valid_from = $1 order by revision',
      [load(900).at],
    )
    expect(rows.map((r) => r.revision)).toEqual(Array.from({ length: 50 }, (_, i) => i))
    expect(rows.at(-1)?.value).toBe(49)
  })
})
