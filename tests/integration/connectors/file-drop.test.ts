import { mkdir, readdir, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DropSettings, DropView } from '../../../shared/api/connectors.ts'
import { load } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { type Made, made } from './stage.ts'

const LIMIT = 100_000
let server: TestServer
let admin: Client
let drop: Made
beforeAll(async () => {
  server = await startServer({ BODY_LIMIT: String(LIMIT) })
  admin = await server.as('administrator')
})
afterEach(() => drop?.disable())
afterAll(() => server?.stop())

const settings = (more: Partial<DropSettings> = {}): DropSettings => ({
  ...{ kind: 'file-drop', every: 'PT1S', format: null, keepDays: 30 },
  ...more,
})
const at = (place: string, name = '') => join(server.app.intake.connectors.folder(drop.id), place, name)
const names = async (place: string) => (await readdir(at(place))).sort()
const csv = (...numbers: number[]) =>
  `indicator,unit,at,value\n${numbers.map((i) => `KTN-02,VN,${load(i).at},${load(i).value}`).join('\n')}\n`
const open = async (more: Partial<DropSettings> = {}) => {
  drop = await made(server, admin, 'file-drop')
  expect((await drop.set(settings(more))).status).toBe(200)
  await eventually(() => names('in'))
}

describe('a folder that a source puts its files into', () => {
  it('takes each finished file once, answers beside it, and moves it', async () => {
    await open()
    await writeFile(at('in', 'phu-tai.csv'), csv(1, 2))
    await writeFile(at('in', 'dang-ghi.csv.part'), csv(3))
    await eventually(async () =>
      expect(await names('done')).toEqual(['phu-tai.csv', 'phu-tai.csv.answer.json']),
    )
    const answer = JSON.parse(await readFile(at('done', 'phu-tai.csv.answer.json'), 'utf8'))
    expect(answer).toMatchObject({ accepted: 2, refused: 0, repeated: false })
    expect(await drop.messages()).toMatchObject([
      { id: answer.message, decoder: 'csv', accepted: 2, settings_version: 1, file_name: 'phu-tai.csv' },
    ])
    // Renamed, it is finished; what comes again after it is a message again, and its numbers are written once.
    await rename(at('in', 'dang-ghi.csv.part'), at('in', 'dang-ghi.csv'))
    await writeFile(at('in', 'phu-tai.csv'), csv(1, 2))
    await eventually(async () => {
      expect(await names('in')).toEqual([])
      expect((await names('done')).filter((f) => f.endsWith('.answer.json'))).toHaveLength(3)
    })
    expect((await names('done')).filter((f) => !f.endsWith('.json'))).toHaveLength(3)
    expect(await readFile(at('done', 'phu-tai.csv'), 'utf8')).toBe(csv(1, 2))
    expect((await drop.messages()).map((m) => [m.accepted, m.unchanged])).toEqual([
      [2, 0],
      [1, 0],
      [0, 2],
    ])
    expect(await drop.values()).toEqual([1, 2, 3].map((i) => load(i).value))
    // The same twice running is answered again, and kept as a sign of life.
    await writeFile(at('in', 'lai.csv'), csv(1, 2))
    await eventually(async () => expect(await names('done')).toContain('lai.csv.answer.json'))
    expect(JSON.parse(await readFile(at('done', 'lai.csv.answer.json'), 'utf8'))).toMatchObject({
      accepted: 0,
      unchanged: 2,
      repeated: true,
    })
    expect((await drop.messages()).map((m) => m.decoder)).toEqual(['csv', 'csv', 'csv', 'unchanged'])
    expect(await drop.health()).toMatchObject({ failures: 0, lastError: null })
  })

  it('keeps two files of one name apart, in what was done and in what was refused', async () => {
    await open()
    for (const [i, place] of [
      ['11', 'done'],
      ['x', 'refused'],
      ['12', 'done'],
      ['y', 'refused'],
    ] as const) {
      await writeFile(at('in', 'ngay.csv'), Number(i) ? csv(Number(i)) : `indicator,unit,at,value\n"${i}`)
      await eventually(async () => expect(await names('in')).toEqual([]))
      await eventually(async () => expect(await names(place)).toContain('ngay.csv'))
    }
    for (const place of ['done', 'refused'])
      expect((await names(place)).filter((f) => f.endsWith('.csv'))).toHaveLength(2)
    expect(await drop.values()).toEqual([load(11).value, load(12).value])
  })

  it('refuses with a report what cannot be read, is too large, is empty, or is of no known kind', async () => {
    await open()
    await writeFile(at('in', 'lon.csv'), `${csv(1)}${'#'.repeat(LIMIT)}`)
    await writeFile(at('in', 'rong.csv'), '')
    await writeFile(at('in', 'la.docx'), 'PK')
    await writeFile(at('in', 'hong.json'), '{"observations":[')
    await writeFile(at('in', 'sai.csv'), 'indicator,unit,at,value\nKTN-02,VN,hôm qua,1\n')
    // The report of the last one comes a moment after its file.
    await eventually(async () => {
      expect(await names('in')).toEqual([])
      expect((await names('refused')).filter((f) => /\.(report|answer)\.json$/.test(f))).toHaveLength(5)
    })
    const report = async (name: string) =>
      JSON.parse(await readFile(at('refused', `${name}.report.json`), 'utf8'))
    expect((await report('lon.csv')).code).toBe('TOO_LARGE')
    expect((await report('rong.csv')).code).toBe('BAD_BODY')
    expect((await report('la.docx')).code).toBe('UNKNOWN_TYPE')
    expect(await report('hong.json')).toMatchObject({ code: 'BAD_BODY', message: { vi: expect.any(String) } })
    // A file whose rows were all refused is a message: its rows wait in quarantine.
    const answer = JSON.parse(await readFile(at('refused', 'sai.csv.answer.json'), 'utf8'))
    expect(answer).toMatchObject({ accepted: 0, refused: 1, rows: [{ row: 1, code: 'BAD_TIME' }] })
    expect(await drop.messages()).toMatchObject([{ refused: 1, file_name: 'sai.csv' }])
  })

  it('follows no link, enters no folder, and waits for a file that grows', async () => {
    await open()
    await writeFile(join(server.app.config.dataDir, 'bi-mat.csv'), csv(21))
    await symlink(join(server.app.config.dataDir, 'bi-mat.csv'), at('in', 'lien-ket.csv'))
    await mkdir(at('in', 'thu-muc.csv'))
    await writeFile(at('in', 'lon-dan.csv'), csv(22))
    let rows = 22
    const growing = setInterval(() => {
      rows++
      void writeFile(at('in', 'lon-dan.csv'), csv(...Array.from({ length: rows - 21 }, (_, i) => 22 + i)))
    }, 300)
    // Others pass it meanwhile: two looks later the growing one is still there.
    for (const i of [30, 31]) {
      await writeFile(at('in', `khac-${i}.csv`), csv(i))
      await eventually(async () => expect(await names('done')).toContain(`khac-${i}.csv`))
    }
    clearInterval(growing)
    // The last one that passed may still stand in both places.
    const waiting = (await names('in')).filter((f) => f !== 'khac-31.csv')
    expect(waiting).toEqual(['lien-ket.csv', 'lon-dan.csv', 'thu-muc.csv'])
    await eventually(async () => expect(await names('in')).toEqual(['lien-ket.csv', 'thu-muc.csv']))
    const whole = (await drop.messages()).find((m) => m.file_name === 'lon-dan.csv')
    expect((whole?.accepted ?? 0) + (whole?.unchanged ?? 0)).toBe(rows - 21)
    expect(await drop.values()).not.toContain(load(21).value)
  })

  it('reads any name as the settings say, and the oldest first', async () => {
    await open({ format: 'csv', every: 'PT1S' })
    await drop.disable()
    for (const i of [43, 41, 42]) {
      await writeFile(at('in', `goi-${50 - i}`), csv(i))
      // A file's age is what its source made it: told apart by a second each.
      await utimes(at('in', `goi-${50 - i}`), i, i)
    }
    await drop.enable()
    await eventually(async () => expect(await names('in')).toEqual([]))
    expect((await drop.messages()).map((m) => m.file_name)).toEqual(['goi-9.csv', 'goi-8.csv', 'goi-7.csv'])
  })

  it('is filled through the page by its own agency and by administrators, whole and never over another', async () => {
    await open()
    const path = (file: string, id = drop.id) =>
      `/api/connections/${id}/drop?file=${encodeURIComponent(file)}`
    const put = async (client: Client, file: string, body: string) =>
      client.fetch(path(file), {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body,
      })
    expect((await put(admin, 'qua-trang.csv', csv(51))).status).toBe(202)
    expect((await put(admin, 'qua-trang.csv', csv(52))).status).toBe(202)
    await eventually(async () => expect(await drop.values()).toEqual([load(51).value, load(52).value]))
    for (const file of ['../ra-ngoai.csv', '.an.csv', 'a.csv.part', 'khong-duoi'])
      expect([file, (await put(admin, file, csv(53))).status]).toEqual([file, 400])
    expect((await put(admin, 'rong.csv', '')).status).toBe(400)
    expect((await put(admin, 'lon.csv', 'x'.repeat(LIMIT + 1))).status).toBe(413)
    expect((await put(admin, 'hong.json', '[')).status).toBe(202)
    await eventually(async () => {
      const { body } = await admin.get<DropView>(`/api/connections/${drop.id}/drop`)
      expect(body).toMatchObject({ waiting: 0, refused: [{ file: 'hong.json', code: 'BAD_BODY' }] })
    })
    const stranger = await server.as('agency', '22')
    expect((await put(stranger, 'la.csv', csv(54))).status).toBe(404)
    expect((await stranger.get(`/api/connections/${drop.id}/drop`)).status).toBe(404)
    const own = await server.as('agency', 'VN')
    expect((await put(own, 'cua-minh.csv', csv(55))).status).toBe(202)
    expect((await put(await server.as('leader'), 'x.csv', csv(56))).status).toBe(403)
  })

  it('with 100,000 files stops neither the server nor another folder', async () => {
    await open()
    const crowded = drop
    await crowded.disable()
    const name = (i: number) => at('in', `${String(i).padStart(6, '0')}.csv`)
    for (let i = 0; i < 100_000; i += 500)
      await Promise.all(Array.from({ length: 500 }, (_, k) => writeFile(name(i + k), `rỗng ${i + k}`)))
    await crowded.enable()
    await eventually(async () => expect((await crowded.health()).lastContactAt).not.toBeNull())
    await open()
    await writeFile(at('in', 'cua-toi.csv'), csv(61))
    await eventually(async () => expect(await names('done')).toContain('cua-toi.csv'))
    expect((await server.anonymous.get('/healthz')).status).toBe(200)
    await crowded.disable()
    const folder = server.app.intake.connectors.folder(crowded.id)
    // Nothing is lost on the way; the last one may still stand in both places.
    await eventually(async () => {
      const left = (await readdir(join(folder, 'in'))).length
      const refused = (await readdir(join(folder, 'refused'))).filter((f) => f.endsWith('.csv'))
      expect(left + refused.length).toBe(100_000)
    })
  }, 300_000)
})
