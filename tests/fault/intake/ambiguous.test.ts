import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prepare } from '../../../server/intake/prepare.ts'
import { Writer } from '../../../server/intake/writer.ts'
import { agree, count, load, type Source } from '../../fixtures/intake/source.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let source: Source
let folder: string
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url)
  folder = await mkdtemp(join(tmpdir(), 'td-cut-'))
})
afterAll(async () => {
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** A way to the database that, once armed, lets the next commit through and loses its reply; or loses the commit itself. */
async function cutting(to: { host: string; port: number }): Promise<{
  arm(what: 'reply' | 'commit'): void
  cuts(): number
  close(): Promise<void>
}> {
  let armed: 'reply' | 'commit' | null = null
  let cuts = 0
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const base = join(to.host, `.s.PGSQL.${to.port}`)
    const up = to.host.startsWith('/') ? connect(base) : connect(to.port, to.host)
    const cut = () => {
      armed = null
      cuts++
      client.destroy()
      up.destroy()
    }
    for (const s of [client, up]) {
      sockets.add(s)
      s.on('error', () => {})
      s.on('close', () => {
        client.destroy()
        up.destroy()
      })
    }
    client.on('data', (chunk) => {
      const commit = chunk[0] === 0x51 && chunk.subarray(5, 11).toString() === 'commit'
      if (commit && armed === 'commit') return cut()
      up.write(chunk)
      if (commit && armed === 'reply') up.once('data', cut)
    })
    up.on('data', (chunk) => {
      if (!client.destroyed) client.write(chunk)
    })
  })
  await new Promise<void>((done) => proxy.listen(join(folder, '.s.PGSQL.5432'), done))
  return {
    arm: (what) => {
      armed = what
    },
    cuts: () => cuts,
    close: async () => {
      for (const s of sockets) s.destroy()
      await new Promise((done) => proxy.close(done))
    },
  }
}

it('a commit whose reply is lost is neither lost, doubled, nor kept from the bus', async () => {
  const { app } = server
  const { rows } = await app.db.pool.query<{ db: string; user: string }>(
    'select current_database() db, current_user user',
  )
  const { host, port, password } = await app.db.pool.connect().then((c) => {
    c.release()
    return c
  })
  const way = await cutting({ host, port })
  const pool = new pg.Pool({
    host: folder,
    port: 5432,
    database: rows[0]!.db,
    user: rows[0]!.user,
    password: password ?? '',
  })
  pool.on('error', () => {})
  const writer = new Writer({ ...app.db, pool }, app.bus, app.log)
  const told: string[] = []
  const off = app.bus.on('observations', (e) =>
    told.push(`${e.message.id}:${e.rows.map((r) => [r.value, r.isLatest])}`),
  )
  try {
    for (const [i, what] of (['reply', 'commit', 'reply'] as const).entries()) {
      const message = await prepare(
        {
          connectionId: source.id,
          entry: 'machine',
          body: Buffer.from(JSON.stringify({ observations: [load(i, 100 + i)] })),
          contentType: 'application/json',
          receivedAt: Date.now(),
        },
        {
          connections: app.intake.connections,
          catalogue: app.catalogue,
          limits: { bytes: 1e6, rows: 100 },
          names: app.intake.names,
        },
      )
      way.arm(what)
      const answer = await writer.write(message)
      expect(answer).toMatchObject({ accepted: 1, unchanged: 0, repeated: false })
      expect(told.at(-1)).toBe(`${answer.message}:${100 + i},true`)
      expect(told).toHaveLength(i + 1)
      expect(await count(app, 'observation', source.id)).toBe(i + 1)
      expect(await count(app, 'message', source.id)).toBe(i + 1)
    }
    expect(way.cuts()).toBe(3)
  } finally {
    off()
    await writer.close()
    await pool.end()
    await way.close()
  }
})
