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

/** Ends a pool and waits until the last of its connections is gone: the pool itself does not wait. */
async function closed(ending: pg.Pool): Promise<void> {
  let left = ending.totalCount
  const gone = new Promise<void>((done) => {
    if (left === 0) done()
    ending.on('remove', () => --left === 0 && done())
  })
  await ending.end()
  await gone
}

beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  await migrate(pool)
  folder = await mkdtemp(join(tmpdir(), 'td-catalogue-'))
  await cp(shippedCatalogue, folder, { recursive: true })
})
afterAll(async () => {
  if (pool) await closed(pool)
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

it('takes how far a number may be seen from the file, and leaves it where the file says nothing', async () => {
  const path = join(folder, 'indicators.csv')
  const text = await readFile(path, 'utf8')
  const classOf = async (code: string) => (await read()).indicator(code)?.classification
  expect(await classOf('KTTH-03')).toBe('public')
  const [head = '', ...rows] = text.trimEnd().split('\n')
  const marked = rows.map((row) => `${row},${row.startsWith('KTTH-03,') ? 'secret' : ''}`)
  await writeFile(path, [`${head},classification`, ...marked].join('\n'))
  expect(await importCatalogue(pool, folder)).toEqual([])
  expect([await classOf('KTTH-03'), await classOf('KTTH-01')]).toEqual(['secret', 'public'])
  await writeFile(path, text)
  expect(await importCatalogue(pool, folder)).toEqual([])
  expect(await classOf('KTTH-03')).toBe('secret')
})

/** What the folder's files say once a text in one of them is replaced, and put back afterwards. */
async function problemsWith(file: string, from: string, to: string) {
  const path = join(folder, file)
  const text = await readFile(path, 'utf8')
  expect(text).toContain(from)
  await writeFile(path, text.replace(from, to))
  const problems = await importCatalogue(pool, folder)
  await writeFile(path, text)
  return problems.map((p) => [
    p.file,
    text.slice(0, text.indexOf(from) + 1).split('\n').length === p.line,
    p.column,
    p.code,
  ])
}

it('keeps the measure of an indicator that has values, lets one without values change', async () => {
  const before = await read()
  const indicator = before.indicator('KTN-02')!
  const wanted = [',Grid load,MW,', ',Grid load,GW,'] as const
  expect(await problemsWith('indicators.csv', ...wanted)).toEqual([])
  expect((await read()).indicator('KTN-02')?.measure).toBe('GW')
  expect(await importCatalogue(pool, folder)).toEqual([])
  const [series] = await ensureSeries(pool, [{ indicatorId: indicator.id, unitId: before.nation().id }])
  await pool.query(
    `insert into latest (series_id, valid_from, valid_to, value, status, entry, simulated, revision, recorded_at, message_id, row_no)
     values ($1, now(), now(), 40000, 'official', 'machine', false, 0, now(), 1, 1)`,
    [series],
  )
  expect(await problemsWith('indicators.csv', ...wanted)).toEqual([
    ['indicators.csv', true, 'measure', 'MEASURE_CHANGED'],
  ])
  expect((await read()).indicator('KTN-02')?.measure).toBe('MW')
})

it('refuses a unit in force beside one already there, and a second nation', async () => {
  const before = await counts()
  const header = 'code,kind,valid_from,valid_to,lon,lat,iso\n'
  const only = new Map([
    ['units.csv', `${header}XX,nation,1945-09-02,,,,\n01,province,2010-01-01,,,,\n`],
    [
      'unit_names.csv',
      'code,unit_from,from,name_vi,name_en,type\nXX,1945-09-02,1945-09-02,X,X,x\n01,2010-01-01,2010-01-01,H,H,x\n',
    ],
    ['unit_parents.csv', 'code,unit_from,parent_code,parent_from,from,to\n'],
    ['succession.csv', 'from_code,from_valid_from,to_code,to_valid_from,day,method,weight\n'],
    ['indicators.csv', (await readFile(join(folder, 'indicators.csv'), 'utf8')).split('\n', 1)[0]!],
    ['targets.csv', (await readFile(join(folder, 'targets.csv'), 'utf8')).split('\n', 1)[0]!],
  ])
  const other = await mkdtemp(join(tmpdir(), 'td-catalogue-other-'))
  await cp(folder, other, { recursive: true })
  for (const [file, content] of only) await writeFile(join(other, file), content)
  const problems = await importCatalogue(pool, other)
  await rm(other, { recursive: true, force: true })
  expect(problems.map((p) => [p.line, p.column, p.code, p.value])).toEqual([
    [2, 'kind', 'NO_NATION', 'nation'],
    [3, 'valid_from', 'OVERLAP', '2010-01-01'],
  ])
  expect(await counts()).toEqual(before)
})

it('replaces the names and parents of a listed unit', async () => {
  const problems = await problemsWith(
    'unit_names.csv',
    '\nPVN,2010-01-01,2025-04-09,',
    '\nPVN,2010-01-01,2025-04-10,',
  )
  expect(problems).toEqual([])
  const names = (await read()).unitOn('PVN', '2026-01-01')?.names.map((n) => n.from)
  expect(names).toEqual(['2010-01-01', '2025-04-10'])
})

it('writes nothing when anything is wrong', async () => {
  const before = await counts()
  const path = join(folder, 'units.csv')
  await writeFile(path, `${await readFile(path, 'utf8')}ZZ,province,2026-13-01,,,,\n`)
  const problems = await importCatalogue(pool, folder)
  expect(problems.map((p) => [p.column, p.code])).toContainEqual(['valid_from', 'BAD_DATE'])
  expect(await counts()).toEqual(before)
})
