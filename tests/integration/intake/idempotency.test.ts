import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CommittedMessage } from '../../../server/bus.ts'
import type { Submission } from '../../../server/intake/index.ts'
import { agree, count, load } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** What was known of one time of that load, in the order in which it became known. */
async function revisions(at: string): Promise<number[]> {
  const { rows } = await server.app.db.pool.query<{ value: number; revision: number }>(
    'select value, revision from observation where valid_from = $1 order by revision',
    [at],
  )
  expect(rows.map((r) => r.revision)).toEqual(rows.map((_, i) => i))
  return rows.map((r) => r.value)
}
const message = (
  connectionId: string,
  row: ReturnType<typeof load>,
  {
    receivedAt = Date.now(),
    idempotencyKey,
  }: { receivedAt?: number; idempotencyKey?: string | undefined } = {},
): Submission => ({
  connectionId,
  entry: 'machine',
  body: Buffer.from(JSON.stringify({ observations: [row] })),
  contentType: 'application/json',
  ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  receivedAt,
})

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

  it('is news after another: what was sent before a mistake takes the mistake back', async () => {
    const source = await agree(server.app, server.url)
    const at = (value: number) => ({ observations: [load(60, value), load(61, 1)] })
    const first = (await source.push(at(5))).answer
    expect((await source.push(at(50))).answer).toMatchObject({ accepted: 1, unchanged: 1 })
    const back = (await source.push(at(5))).answer
    expect(back).toMatchObject({ accepted: 1, unchanged: 1, repeated: false })
    expect(back.message).not.toBe(first.message)
    expect((await source.push(at(5))).answer).toEqual({ ...back, repeated: true })
    expect(await revisions(load(60).at)).toEqual([5, 50, 5])
    expect(await revisions(load(61).at)).toEqual([1])
  })

  it('is news after another of the same batch too, and after one with a key', async () => {
    const source = await agree(server.app, server.url)
    const send = async (value: number, idempotencyKey?: string) =>
      (await server.app.intake.enqueue(message(source.id, load(70, value), { idempotencyKey }))).answer
    const answers = await Promise.all([send(5), send(50), send(50), send(5), send(7, 'k'), send(5)])
    expect(answers.map((a) => [a.accepted, a.repeated])).toEqual([
      [1, false],
      [1, false],
      [1, true],
      [1, false],
      [1, false],
      [1, false],
    ])
    expect(await revisions(load(70).at)).toEqual([5, 50, 5, 7, 5])
    // A key is its source's word: it stays with its first answer, and moves nothing.
    expect((await send(7, 'k')).message).toBe(answers[4]?.message)
    expect(await revisions(load(70).at)).toHaveLength(5)
  })

  it('long after is its source speaking anew: kept, without a revision', async () => {
    const source = await agree(server.app, server.url)
    const receivedAt = Date.now() - 11 * 60_000
    const { submit } = server.app.intake
    await submit(message(source.id, load(80), { receivedAt }))
    const later = await submit(message(source.id, load(80)))
    expect(later).toMatchObject({ accepted: 0, unchanged: 1, repeated: false })
    expect(await count(server.app, 'message', source.id)).toBe(2)
    expect(await revisions(load(80).at)).toHaveLength(1)
  })

  it('counts as heard each time, with nothing new and nothing refused', async () => {
    const source = await agree(server.app, server.url)
    const heard: CommittedMessage[] = []
    const off = server.app.bus.on('message', (m) => {
      if (m.connectionId === source.id) heard.push(m)
    })
    const body = { observations: [load(90), load(91, 'x')] }
    for (let i = 0; i < 3; i++) await source.push(body)
    off()
    expect(heard.map((m) => [m.accepted, m.refused])).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
    ])
    expect(heard[2]?.receivedAt).toBeGreaterThanOrEqual(heard[1]?.committedAt ?? Number.NaN)
    expect(server.app.trust.connection(source.id)?.lastMessageAt).toBe(heard[2]?.receivedAt)
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
        const { answer } = await server.app.intake.enqueue(message(source.id, load(900, i)))
        return answer
      }),
    )
    expect(answers.every((a) => a.accepted === 1)).toBe(true)
    expect(await revisions(load(900).at)).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })
})
