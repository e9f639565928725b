import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importCatalogue, shippedCatalogue } from '../../../server/catalogue/import.ts'
import { CatalogueSnapshot, nameOn } from '../../../server/catalogue/snapshot.ts'
import { ensureSeries, readSnapshot } from '../../../server/catalogue/store.ts'
import { migrate } from '../../../server/db/migrate.ts'
import { freshDatabase } from '../../harness/fresh.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let pool: pg.Pool
let folder: string
const read = async () => new CatalogueSnapshot(await readSnapshot(pool))
const counts = async () =>
  (
    await pool.query(
      'select (select count(*) from unit) u, (select count(*) from unit_name) n, (select count(*) from indicator) i, (select count(*) from target) t',
    )
  ).rows[0]

beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  await migrate(pool)
  folder = await mkdtemp(join(tmpdir(), 'td-catalogue-'))
  await cp(shippedCatalogue, folder, { recursive: true })
})
afterAll(async () => {
  await pool?.end()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

it('loads, and loading again changes nothing', async () => {
  expect(await importCatalogue(pool, shippedCatalogue)).toEqual([])
  const before = await counts()
  expect(await importCatalogue(pool, shippedCatalogue)).toEqual([])
  expect(await counts()).toEqual(before)
})

it('answers by day: units, names, succession, parents', async () => {
  const now = await read()
  expect(now.provinces('2020-08-19')).toHaveLength(63)
  expect(now.provinces('2026-11-23')).toHaveLength(34)
  const laoCai = now.unitOn('15', '2026-01-01')!
  expect(nameOn(laoCai, '2026-01-01').vi).toBe('Lào Cai')
  expect(nameOn(now.unitOn('15', '2020-01-01')!, '2020-01-01').vi).toBe('Yên Bái')
  expect(
    now
      .predecessorsOf(laoCai.id)
      .map((p) => nameOn(p.unit, '2020-01-01').vi)
      .sort(),
  ).toEqual(['Lào Cai', 'Yên Bái'])
  const quangNinh = now.unitOn('22', '2026-01-01')!
  expect(now.parentOn(quangNinh, '2020-01-01')?.kind).toBe('region')
  expect(now.parentOn(quangNinh, '2026-01-01')?.kind).toBe('nation')
  expect(now.isWithin(quangNinh.id, now.nation().id, '2020-01-01')).toBe(true)
})

it('converts within a dimension and never across', async () => {
  const now = await read()
  expect(now.convert(2, 'tỷ USD', 'triệu USD')).toBeCloseTo(2000)
  expect(now.convert(1, 'MW', 'tỷ đồng')).toBeNull()
})

it('shows a 2020 target for 2020 and its parts, and no other year', async () => {
  const now = await read()
  const i = now.indicator('KTTH-01')!
  expect(now.targetFor(i.id, now.nation().id, '2020-Q3')?.value).toBe(6.8)
  expect(now.targetFor(i.id, now.nation().id, '2026-Q3')).toBeNull()
})

it('updates a changed name, keeps ids, series and what is no longer listed', async () => {
  const before = await read()
  const indicator = before.indicator('KTTH-03')!
  const [series] = await ensureSeries(pool, [{ indicatorId: indicator.id, unitId: before.nation().id }])
  const path = join(folder, 'indicators.csv')
  const text = await readFile(path, 'utf8')
  await writeFile(
    path,
    text.replace('KTTH-03,1,GDP bình quân đầu người', 'KTTH-03,1,GDP đầu người').replace(/\nKC-21,.*/, ''),
  )
  expect(await importCatalogue(pool, folder)).toEqual([])
  const after = await read()
  expect(after.indicator('KTTH-03')).toMatchObject({ id: indicator.id, name: { vi: 'GDP đầu người' } })
  expect(after.findSeries(indicator.id, after.nation().id)).toBe(series)
  expect(after.indicator('KC-21')).toBeDefined()
})

it('writes nothing when anything is wrong', async () => {
  const before = await counts()
  const path = join(folder, 'units.csv')
  await writeFile(path, `${await readFile(path, 'utf8')}ZZ,province,2026-13-01,,,,\n`)
  const problems = await importCatalogue(pool, folder)
  expect(problems.map((p) => [p.column, p.code])).toContainEqual(['valid_from', 'BAD_DATE'])
  expect(await counts()).toEqual(before)
})
