import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from '../../server/db/embedded/index.ts'
import { isAlive, processesTitled } from '../../server/db/embedded/processes.ts'
import { nameOf } from '../../server/db/embedded/socket.ts'

const INDEX = join(import.meta.dirname, '..', '..', 'server', 'db', 'embedded', 'index.ts')
const quiet = { info() {}, warn() {}, error() {} }
let folder = ''
let running: EmbeddedPostgres[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'td-pg-'))
})
afterEach(async () => {
  for (const one of running) await one.stop()
  running = []
  await rm(folder, { recursive: true, force: true })
})

async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedPostgres> {
  const embedded = await startEmbedded({ dataDir, log: quiet, ...options })
  running.push(embedded)
  return embedded
}
async function query<T extends pg.QueryResultRow>(where: EmbeddedPostgres, sql: string): Promise<T[]> {
  const client = new pg.Client(where.connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}
const left = (dataDir: string) => processesTitled(`postgres: ${nameOf(dataDir)}: `)
function event() {
  let happened = () => {}
  const promise = new Promise<void>((resolve) => {
    happened = resolve
  })
  return { promise, happened }
}

/** A process that starts the database and is then killed without a word, as a server would be. */
async function killedServer(dataDir: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '-e',
      `import(${JSON.stringify(INDEX)}).then(async (m) => {
      const log = { info() {}, warn: console.error, error: console.error }
      const e = await m.startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log }); console.log(e.pid()) })`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [pid] = await once(child.stdout, 'data')
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
  return Number(String(pid))
}

describe('the embedded database', () => {
  it('listens on no TCP port, syncs, and leaves no process behind', async () => {
    const dataDir = join(folder, 'postgres')
    const one = await start(dataDir)
    const rows = await query(
      one,
      "select current_setting('listen_addresses') tcp, current_setting('fsync') fsync, current_setting('server_encoding') encoding",
    )
    expect(rows).toEqual([{ tcp: '', fsync: 'on', encoding: 'UTF8' }])
    expect(lstatSync(dataDir).mode & 0o077).toBe(0)
    const pid = one.pid() ?? 0
    expect(left(dataDir).length).toBeGreaterThan(0)
    await one.stop()
    expect(isAlive(pid)).toBe(false)
    expect(left(dataDir)).toEqual([])
  })

  it('is killed while writing: reports down, comes back, and every acknowledged row is there', async () => {
    const down = event()
    const up = event()
    const one = await start(join(folder, 'postgres'), { onDown: down.happened, onUp: up.happened })
    const pid = one.pid() ?? 0
    await query(one, 'create table kept (n int primary key)')
    const client = new pg.Client(one.connection)
    client.on('error', () => {})
    await client.connect()
    let acknowledged = 0
    const writing = (async () => {
      for (;;) {
        await client.query('insert into kept values ($1)', [acknowledged + 1])
        acknowledged++
        if (acknowledged === 300) process.kill(pid, 'SIGKILL')
      }
    })()
    await expect(writing).rejects.toThrow()
    await down.promise
    await up.promise
    expect(one.pid()).not.toBe(pid)
    const [row] = await query<{ n: number; max: number }>(one, 'select count(*)::int n, max(n) max from kept')
    expect(row?.n).toBe(row?.max)
    expect(row?.n).toBeGreaterThanOrEqual(acknowledged)
    expect(row?.n).toBeLessThanOrEqual(acknowledged + 1)
    await client.end().catch(() => {})
  })

  it('loses one of its processes: reports down and comes back by itself', async () => {
    const down = event()
    const up = event()
    const one = await start(join(folder, 'postgres'), { onDown: down.happened, onUp: up.happened })
    const [row] = await query<{ pid: number }>(
      one,
      "select pid from pg_stat_activity where backend_type = 'background writer'",
    )
    process.kill(row?.pid ?? 0, 'SIGKILL')
    await down.promise
    await up.promise
    expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('is left by a killed server: the next start ends it and has its rows', async () => {
    const dataDir = join(folder, 'postgres')
    const orphan = await killedServer(dataDir)
    expect(isAlive(orphan)).toBe(true)
    const warnings: string[] = []
    const one = await start(dataDir, { log: { ...quiet, warn: (m) => warnings.push(m) } })
    expect(warnings.join()).toContain(String(orphan))
    expect(isAlive(orphan)).toBe(false)
    expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('starts over a stale pid file, though its number belongs to a running process', async () => {
    const dataDir = join(folder, 'postgres')
    const orphan = await killedServer(dataDir)
    process.kill(orphan, 'SIGKILL')
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
    writeFileSync(join(dataDir, 'postmaster.pid'), [process.pid, ...lines.slice(1)].join('\n'))
    const one = await start(dataDir)
    expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('puts its socket into a private short folder when the path is long or has other letters', async () => {
    for (const name of ['dài '.repeat(20), 'x'.repeat(120)]) {
      const one = await start(join(folder, name, 'postgres'))
      expect(one.connection.host.length).toBeLessThan(90)
      expect(lstatSync(one.connection.host).mode & 0o077).toBe(0)
      expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }])
      await one.stop()
      await rm(one.connection.host, { recursive: true })
    }
  })

  it('runs below a folder that only its owner enters, by every way this machine offers', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const isRoot = process.getuid?.() === 0
    let worked = 0
    for (const way of isRoot ? (['namespace', 'capability', 'namespace'] as const) : (['self'] as const)) {
      const one = await start(join(closed, 'postgres'), { ways: [way] }).catch((error) => {
        expect(error).toMatchObject({ code: 'EMBEDDED_NEEDS_USER' }) // closed on this machine
      })
      if (!one) continue
      expect(await query(one, 'select 1 as one')).toEqual([{ one: 1 }])
      await one.stop()
      worked++
    }
    expect(worked).toBeGreaterThan(0)
  })

  it('leaves nothing behind when it cannot be made, and refuses a folder of other files', async () => {
    const dataDir = join(folder, 'postgres')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'letter.txt'), 'not a database')
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'EMBEDDED_FOLDER' })
    await rm(dataDir, { recursive: true })
    mkdirSync(`${dataDir}.new-1`) // an initdb that was cut off
    await start(dataDir)
    expect(existsSync(`${dataDir}.new-1`)).toBe(false)
  })

  it('refuses a database of another version', async () => {
    const dataDir = join(folder, 'postgres')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'PG_VERSION'), '17\n')
    await expect(start(dataDir)).rejects.toMatchObject({ code: 'EMBEDDED_VERSION' })
  })
})
