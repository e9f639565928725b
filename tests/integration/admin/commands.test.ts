import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shippedCatalogue } from '../../../server/catalogue/import.ts'
import { Client } from '../../harness/client.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const MAIN = join(import.meta.dirname, '..', '..', '..', 'scripts', 'admin', 'main.ts')
let server: TestServer
let token: string
let folder: string
beforeAll(async () => {
  server = await startServer()
  const administrator = await server.as('administrator')
  token = (await administrator.post<{ token: string }>('/api/me/tokens', { name: 'dòng lệnh' })).body.token
  folder = await mkdtemp(join(tmpdir(), 'td-admin-'))
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

type Ran = { code: number; out: string; err: string }
const run = (words: string[], env: Record<string, string> = { TD_TOKEN: token }): Promise<Ran> =>
  new Promise((done) => {
    const options = { env: { PATH: process.env.PATH, TD_URL: server.url, ...env } }
    execFile(process.execPath, [MAIN, ...words], options, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    )
  })
async function answer<T>(...words: string[]): Promise<T> {
  const { code, out, err } = await run(words)
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out) as T
}

describe('the administrator’s commands', () => {
  it('are all listed, and a wrong one ends with 1', async () => {
    const { code, out } = await run(['--help'], {})
    expect(code).toBe(0)
    for (const name of ['connections create', 'accounts create', 'screens approve', 'catalogue import'])
      expect(out).toContain(name)
    expect((await run(['connections', 'explode'])).code).toBe(1)
  })

  it('say what is missing: a token, a server, an option, the right to do it', async () => {
    expect(await run(['accounts', 'list'], {})).toMatchObject({
      code: 1,
      err: expect.stringMatching(/TD_TOKEN is not set/),
    })
    const nowhere = await run(['accounts', 'list'], { TD_TOKEN: token, TD_URL: 'http://127.0.0.1:9' })
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringMatching(/no server answers/) })
    expect(await run(['accounts', 'create'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/--username is missing/),
    })
    const analyst = await server.as('analyst')
    const weak = (await analyst.post<{ token: string }>('/api/me/tokens', { name: 'đọc' })).body.token
    const refused = await run(['accounts', 'list'], { TD_TOKEN: weak })
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/FORBIDDEN: .*\(Ngoài phạm vi/) })
  })

  it('agree a connection whose key sends, replace the key, disable and enable it', async () => {
    const made = await answer<{ id: string; key: string }>(
      ...'connections create --id BTC-HQ2 --agency G12 --name-en Customs --connector http-push'.split(' '),
      ...['--name-vi', 'Hải quan'],
      ...'--period PT1M --grace 60 --expiry 600 --indicator KTTH-20'.split(' '),
    )
    expect(made.id).toBe('BTC-HQ2')
    const send = async (key: string) => {
      const response = await fetch(`${server.url}/api/connections/BTC-HQ2/observations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ observations: [] }),
      })
      const { code } = (await response.json()) as { code?: string }
      return code ?? response.status
    }
    expect(await send(made.key)).not.toBe('UNAUTHENTICATED')
    const { key } = await answer<{ key: string }>('connections', 'rekey', 'BTC-HQ2')
    expect(await send(made.key)).toBe('KEY_REVOKED')
    await answer('connections', 'disable', 'BTC-HQ2')
    expect(await send(key)).toBe('CONNECTION_DISABLED')
    await answer('connections', 'enable', 'BTC-HQ2')
    expect(await send(key)).not.toBe('CONNECTION_DISABLED')
    expect(await answer<object[]>('connections', 'list')).toMatchObject([{ id: 'BTC-HQ2', enabled: true }])
  })

  it('make an account with a password that the process list does not show, and disable it', async () => {
    const words = ['accounts', 'create', '--username', 'thu', '--display-name', 'Thử', '--role', 'duty']
    const made = await run([...words, '--unit', 'VN'], { TD_TOKEN: token, TD_PASSWORD: 'mật khẩu ban đầu' })
    expect([made.code, made.err]).toEqual([0, ''])
    const { id } = JSON.parse(made.out) as { id: number }
    await new Client(server.url).signIn('thu', 'mật khẩu ban đầu')
    await answer('accounts', 'change', String(id), '--enabled', 'false')
    await expect(new Client(server.url).signIn('thu', 'mật khẩu ban đầu')).rejects.toThrow('401')
  })

  it('let in the screen that shows a code, and shut it out', async () => {
    const hello = await server.anonymous.post<{ code: string }>('/api/screens/hello')
    const { id } = await answer<{ id: number }>('screens', 'approve', hello.body.code, '--name', 'Tường giữa')
    expect(await answer<object[]>('screens', 'list')).toMatchObject([{ id, name: 'Tường giữa' }])
    expect(await answer('screens', 'revoke', String(id))).toMatchObject({ id })
  })

  it('look at a file and take it in', async () => {
    const indicator = server.app.catalogue
      .now()
      .indicators.find((i) => i.level === 'province' && i.period === 'monthly')?.code
    const path = join(folder, 'bang.csv')
    await writeFile(path, `indicator,unit,period,value\n${indicator},22,2026-09,5\n${indicator},22,sai,6\n`)
    expect(await answer('files', 'preview', path, '--agency', '22')).toMatchObject({
      accepted: 1,
      refused: 1,
    })
    const done = await answer<{ answer: object }>('files', 'import', path, '--agency', '22')
    expect(done.answer).toMatchObject({ accepted: 1, refused: 1 })
  })

  it('check and load a catalogue, naming what is wrong by file and line', async () => {
    const dir = join(folder, 'catalogue')
    await cp(shippedCatalogue, dir, { recursive: true })
    expect(await answer('catalogue', 'check', dir)).toEqual({ valid: true })
    const path = join(dir, 'sections.csv')
    const text = await readFile(path, 'utf8')
    await writeFile(path, `${text.trimEnd()}\nnot-a-number,x\n`)
    const wrong = await run(['catalogue', 'import', dir])
    expect(wrong).toMatchObject({
      code: 1,
      err: expect.stringMatching(/sections\.csv:\d+ .*nothing was written/s),
    })
    await writeFile(path, text)
    expect(await answer('catalogue', 'import', dir)).toEqual({ imported: true })
  })

  it('walk the audit chain, in which all of this stands', async () => {
    expect(await answer('audit', 'verify')).toMatchObject({ firstBroken: null })
    const { rows } = await server.app.db.pool.query<{ action: string }>(
      "select distinct action from audit_entry where actor like 'account:administrator%'",
    )
    for (const action of ['account.created', 'account.changed', 'screen.paired', 'file.imported'])
      expect(rows.map((r) => r.action)).toContain(action)
  })
})
