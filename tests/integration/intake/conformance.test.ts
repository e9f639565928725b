import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agree, count, load, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const room = mkdtempSync(join(tmpdir(), 'kit-test-'))
const series = [
  { indicator: 'KTN-02', units: ['VN'], min: 0, max: 100_000 },
  { indicator: 'KTN-01', units: ['VN'] },
]
let server: TestServer
let source: Source
let own: Server
let address: string
/** What the agency's own system answers. */
let answer: { status: number; headers: Record<string, string>; body: string }

beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url, series)
  own = createServer((request, response) => {
    const known =
      answer.headers.etag !== undefined && request.headers['if-none-match'] === answer.headers.etag
    response.writeHead(known ? 304 : answer.status, answer.headers).end(known ? undefined : answer.body)
  })
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(own.address() as AddressInfo).port}/so-lieu`
})
afterAll(async () => {
  own?.close()
  rmSync(room, { recursive: true, force: true })
  await server?.stop()
})

type Ran = { code: number; out: string; error: string }
const run = (program: string, words: string[], env: Record<string, string> = {}, input = ''): Promise<Ran> =>
  new Promise((resolve) => {
    const child = execFile(program, words, { cwd: room, env: { ...process.env, ...env } }, (e, out, error) =>
      resolve({ code: typeof e?.code === 'number' ? e.code : e ? -1 : 0, out, error }),
    )
    child.stdin?.end(input)
  })
const check = (words: string[], { key = source.key, input = '' } = {}) =>
  run(
    process.execPath,
    [join(ROOT, 'kit', 'main.ts'), '--centre', server.url, '--connection', source.id, ...words],
    { TD_KEY: key },
    input,
  )
const file = (name: string, content: string) => {
  writeFileSync(join(room, name), content)
  return name
}
type Found = { taken: boolean; findings: { level: string; code: string; detail: Record<string, unknown> }[] }
const found = ({ out }: Ran) => JSON.parse(out) as Found

describe('the conformance kit', () => {
  it('says that a good file would be taken, what it lacks, and writes nothing', async () => {
    const csv = `indicator,unit,at,value\nKTN-02,VN,${load(1).at},41250.5\n`
    const ran = await check([file('phu-tai.csv', csv), '--json'])
    expect(ran.code).toBe(0)
    const { taken, findings } = found(ran)
    expect(taken).toBe(true)
    expect(findings.map((f) => `${f.level} ${f.code}`)).toEqual([
      'pass READ',
      'pass FORMAT',
      'pass ACCEPTED',
      'advice MISSING',
      'pass NEWEST',
    ])
    expect(findings[3]?.detail).toMatchObject({
      agreed: 2,
      supplied: 1,
      missing: [{ indicator: 'KTN-01', unit: 'VN' }],
    })
    expect(await count(server.app, 'message', source.id)).toBe(0)
  })

  it('names each cause and row that would be refused, in Vietnamese and in English', async () => {
    const rows = [load(1), load(2, 'nhiều'), load(3, -5), { ...load(4), unit: 'XX' }]
    const body = JSON.stringify({ observations: rows })
    const vi = await check(['-'], { input: body })
    expect(vi.code).toBe(1)
    for (const code of ['NOT_A_NUMBER (dòng 2)', 'RANGE (dòng 3)', 'UNKNOWN_UNIT (dòng 4)'])
      expect(vi.out).toContain(`✗ ${code}`)
    expect(vi.out).toContain('Được nhận: 1 dòng; từ chối: 3')
    const en = await check(['-', '--lang', 'en'], { input: body })
    expect(en.out).toContain('Taken: 1 rows; refused: 3')
    expect(await count(server.app, 'message', source.id)).toBe(0)
    expect(await count(server.app, 'quarantine', source.id)).toBe(0)
  })

  it("asks one's own system twice, to see whether it can say that nothing changed", async () => {
    const body = JSON.stringify({ observations: [load(1)] })
    answer = { status: 200, headers: { 'content-type': 'application/json', etag: '"1"' }, body }
    const codes = async () => found(await check([address, '--json'])).findings.map((f) => f.code)
    expect(await codes()).toContain('SAYS_UNCHANGED')
    answer.headers = { 'content-type': 'application/json' }
    expect(await codes()).toContain('NO_VALIDATOR')
    answer = { ...answer, status: 503 }
    const ran = await check([address, '--json'])
    expect([ran.code, found(ran).findings]).toEqual([
      1,
      [{ level: 'fail', code: 'HTTP_STATUS', detail: { status: 503 } }],
    ])
  })

  it('tells a wrong key, a payload that cannot be read and a Centre that is away apart', async () => {
    const good = file('tot.json', JSON.stringify({ observations: [load(1)] }))
    const wrong = await check([good, '--json'], { key: 'x'.repeat(43) })
    expect([wrong.code, found(wrong).findings.at(-1)]).toMatchObject([
      1,
      { code: 'CENTRE_REFUSED', detail: { status: 401, code: 'UNAUTHENTICATED' } },
    ])
    const broken = await check([file('hong.json', '{"observations":['), '--json'])
    expect([broken.code, found(broken).findings.at(-1)]).toMatchObject([
      1,
      { code: 'CENTRE_REFUSED', detail: { status: 400 } },
    ])
    const away = await check([good, '--json', '--centre', 'http://127.0.0.1:9'])
    expect([away.code, found(away).findings.at(-1)?.code]).toEqual([2, 'CENTRE_AWAY'])
    const missing = await check(['khong-co.csv', '--json'])
    expect([missing.code, found(missing).findings[0]?.code]).toEqual([2, 'UNREADABLE'])
    expect((await check([])).error).toContain('one source is expected')
  })

  it('is asked before the connection is enabled, and says that it is not', async () => {
    await server.app.intake.connections.setEnabled(source.id, false, 'system')
    const ran = await check(['-', '--json'], { input: JSON.stringify({ observations: [load(1)] }) })
    await server.app.intake.connections.setEnabled(source.id, true, 'system')
    expect([ran.code, found(ran).findings.at(-1)?.code]).toEqual([0, 'DISABLED'])
  })

  it("runs by npx from the Centre's own address, without any registry", async () => {
    const env = {
      TD_KEY: source.key,
      npm_config_cache: join(room, 'cache'),
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_update_notifier: 'false',
    }
    const kit = `${server.url}/kit/trong-dong-check.tgz`
    const good = file('tot.json', JSON.stringify({ observations: [load(1)] }))
    const ran = await run('npx', ['--yes', kit, good, '--centre', server.url, '--connection', source.id], env)
    expect([ran.code, ran.error]).toMatchObject([0, expect.not.stringContaining('ERR')])
    expect(ran.out).toContain('Sẽ được nhận.')
  })
})
