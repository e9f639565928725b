import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bigints,
  booleans,
  byteas,
  doubles,
  instant,
  instants,
  integers,
  texts,
} from '../../../server/intake/arrays.ts'
import { freshDatabase } from '../../harness/fresh.ts'

let client: pg.Client
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await drop?.()
})

async function back(type: string, array: Buffer): Promise<unknown> {
  const { rows } = await client.query<{ v: unknown }>(`select $1::${type}[] v`, [array])
  return rows[0]?.v
}

describe('binary arrays', () => {
  it('arrive as they were, of every type', async () => {
    const whole = [0, -1, 2_147_483_647, -2_147_483_648]
    expect(await back('int', integers(whole))).toEqual(whole)
    const real = [0, -0.1, 1e-300, 1.797e308, 41_250.5]
    expect(await back('float8', doubles(real))).toEqual(real)
    expect(await back('boolean', booleans([true, false, true]))).toEqual([true, false, true])
    expect(await back('bigint', bigints(['9007199254740993', '9007199254740993', '-5']))).toEqual([
      '9007199254740993',
      '9007199254740993',
      '-5',
    ])
    const words = ['', 'Trống Đồng', null, '{"a",\\}', '𝟙 NULL', null]
    expect(await back('text', texts(words))).toEqual(words)
    const bytes = [Buffer.from([0, 255, 1]), Buffer.alloc(0)]
    expect(await back('bytea', byteas(bytes))).toEqual(bytes)
  })

  it('keep instants to the microsecond, before 1970 and 2000 too', async () => {
    const list = [Date.UTC(2026, 10, 23) + 0.001, Date.UTC(1999, 11, 31, 23, 59, 59), Date.UTC(1900), 0]
    const { rows } = await client.query<{ v: number }>(
      `select extract(epoch from unnest($1::timestamptz[]))::float8 v`,
      [instants(list)],
    )
    expect(rows.map((r) => Math.round(r.v * 1e6))).toEqual(list.map((ms) => Math.round(ms * 1e3)))
    const one = await client.query<{ v: Date }>('select $1::timestamptz v', [instant(list[1] ?? 0)])
    expect(one.rows[0]?.v.getTime()).toBe(list[1])
  })

  it('may be without elements', async () => {
    for (const [type, array] of [
      ['int', integers([])],
      ['text', texts([])],
      ['bytea', byteas([])],
      ['timestamptz', instants([])],
    ] as const)
      expect(await back(type, array)).toEqual([])
  })
})
