import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { agree, load, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const SERIES = [
  { indicator: 'KTN-02', units: ['VN'] },
  { indicator: 'KTN-03', units: ['VN'] },
]
let server: TestServer
let source: Source
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url, SERIES)
})
afterEach(() => vi.useRealTimers())
afterAll(() => server?.stop())

const both = (i: number) => [load(i), { ...load(i), indicator: 'KTN-03', value: 50 }]

describe('a contract that shrinks while data is in flight', () => {
  it('judges each message wholly by the version it remembers, and loses none', async () => {
    const times = { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null }
    const { connections } = server.app.intake
    const change = (series: typeof SERIES) => connections.newContract(source.id, { times, series }, 'system')
    const thirds = [0, 40, 80].map((from) => Array.from({ length: 40 }, (_, i) => both(from + i)))
    const send = (list: ReturnType<typeof both>[] = []) =>
      list.map((observations) => source.push({ observations }))
    // Each change while the messages before it are still on their way.
    const first = send(thirds[0])
    const narrowed = await change(SERIES.slice(0, 1))
    const second = send(thirds[1])
    await change(SERIES)
    const answers = await Promise.all([...first, ...second, ...send(thirds[2])])
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200))
    const { rows } = await server.app.db.pool.query<{ id: string; version: number; accepted: number }>(
      'select id, contract_version as version, accepted from message where connection_id = $1',
      [source.id],
    )
    expect(rows).toHaveLength(120)
    const versions = new Map(rows.map((r) => [r.id, r.version]))
    expect(new Set(versions.values())).toContain(narrowed)
    for (const { answer } of answers) {
      const narrow = versions.get(answer.message) === narrowed
      expect([answer.accepted, answer.refused, answer.rows.map((r) => r.code)]).toEqual(
        narrow ? [1, 1, ['NOT_IN_CONTRACT']] : [2, 0, []],
      )
    }
    expect(answers.at(-1)?.answer.accepted).toBe(2)
  })

  it('gives each of many changes at once its own version, and keeps them all', async () => {
    const times = { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null }
    const before = server.app.intake.connections.get(source.id)?.contract.version ?? 0
    const versions = await Promise.all(
      Array.from({ length: 8 }, () =>
        server.app.intake.connections.newContract(source.id, { times, series: SERIES }, 'system'),
      ),
    )
    expect(versions.sort((a, b) => a - b)).toEqual(versions.map((_, i) => before + 1 + i))
  })
})

describe('a clock of the server that jumps', () => {
  const commit = async (i: number) => {
    const { status, answer } = await source.push({ observations: both(i) })
    expect([status, answer.refused]).toEqual([200, 0])
    const { rows } = await server.app.db.pool.query<{ at: Date }>(
      'select committed_at as at from message where id = $1',
      [answer.message],
    )
    return rows[0]?.at.getTime() ?? 0
  }

  it('back an hour, on two: what is written later is recorded later, and every row is kept', async () => {
    const real = Date.now()
    const at = [await commit(1_000)]
    for (const [i, shift] of [-3_600_000, -3_599_000, 7_200_000, 0, 1_000].entries()) {
      vi.useFakeTimers({ toFake: ['Date'], now: real + shift })
      at.push(await commit(1_001 + i))
    }
    expect(at).toEqual([...at].sort((a, b) => a - b))
    expect(new Set(at).size).toBe(at.length)
  })
})
