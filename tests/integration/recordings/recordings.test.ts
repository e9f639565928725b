import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../../server/app.ts'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let duty: Client
let leader: Client
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  leader = await server.as('leader')
})
afterAll(() => server.stop())

const open = async () =>
  (await duty.post<CreatedSession>('/api/bridge', { title: 'Ghi hình', units: ['22'] })).body.session.id
const start = (session: string, by = duty) =>
  by.post<RecordingView & { code?: string }>(`/api/bridge/${session}/recordings`, { mime: 'video/webm' })
const send = async (id: string, n: number, data: Buffer, by = duty) => {
  const answer = await by.fetch(`/api/recordings/${id}/chunks/${n}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(data),
  })
  return {
    status: answer.status,
    body: (await answer.json()) as { chunks?: number; code?: string; detail?: Record<string, unknown> },
  }
}
const stop = (id: string, by = duty) =>
  by.post<RecordingView & { code?: string }>(`/api/recordings/${id}/stop`)
const list = async (session: string, by = duty) =>
  (await by.get<RecordingView[]>(`/api/bridge/${session}/recordings`)).body
/** Nothing was heard of its page for so long that it counts as gone. */
async function lose(session: string, id: string): Promise<void> {
  await server.app.db.pool.query("update recording set last_at = now() - interval '1 hour' where id = $1", [
    id,
  ])
  await eventually(
    async () => {
      expect((await list(session)).find((r) => r.id === id)?.stopReason).toBe('interrupted')
    },
    { timeout: 60_000 },
  )
}
const path = (id: string) => join(server.app.config.dataDir, 'recordings', `${id}.webm`)
const sha = (data: Buffer) => createHash('sha256').update(data).digest('hex')

describe('a recording', () => {
  it('is on disk before each chunk is acknowledged, and hashed when it is whole', async () => {
    const session = await open()
    const { id } = (await start(session)).body
    expect((await leader.get<BridgeView>(`/api/bridge/${session}`)).body.recording).toEqual(
      expect.any(Number),
    )
    const chunks = [randomBytes(5_000), randomBytes(70_000), randomBytes(1)]
    for (const [n, chunk] of chunks.entries()) {
      expect((await send(id, n, chunk)).body.chunks).toBe(n + 1)
      expect(await readFile(path(id))).toEqual(Buffer.concat(chunks.slice(0, n + 1)))
    }
    const done = await stop(id)
    expect(done.body).toMatchObject({
      stopReason: 'stopped',
      bytes: 75_001,
      chunks: 3,
      sha256: sha(Buffer.concat(chunks)),
    })
    expect((await leader.get<BridgeView>(`/api/bridge/${session}`)).body.recording).toBeNull()
    await server.app.bridge.settled()
    const { body } = await leader.get<{ kind: string }[]>(`/api/bridge/${session}/events`)
    expect(body.map((e) => e.kind).filter((k) => k.startsWith('recording'))).toEqual([
      'recording-started',
      'recording-stopped',
    ])
  })

  it('takes a chunk that is sent twice once, and says which one is missing', async () => {
    const { id } = (await start(await open())).body
    const [first, second] = [randomBytes(10), randomBytes(20)]
    await send(id, 0, first)
    expect((await send(id, 0, first)).body.chunks).toBe(1)
    expect((await send(id, 0, second)).body).toMatchObject({
      code: 'RECORDING_ORDER',
      detail: { expected: 1 },
    })
    expect((await send(id, 2, second)).body).toMatchObject({
      code: 'RECORDING_ORDER',
      detail: { expected: 1 },
    })
    const both = await Promise.all([send(id, 1, second), send(id, 1, second)])
    expect(both.map((a) => a.body.chunks)).toEqual([2, 2])
    expect((await stop(id)).body).toMatchObject({ bytes: 30, sha256: sha(Buffer.concat([first, second])) })
  })

  it('is one at a time, of a session that runs', async () => {
    const session = await open()
    const [one, two] = await Promise.all([start(session), start(session)])
    expect([one.status, two.status].sort()).toEqual([201, 409])
    const id = one.status === 201 ? one.body.id : two.body.id
    await duty.post(`/api/bridge/${session}/end`)
    // The last of it may still be on its way when the session ends.
    expect((await send(id, 0, randomBytes(8))).status).toBe(200)
    expect((await stop(id)).body.stopReason).toBe('ended')
    expect((await send(id, 1, randomBytes(8))).body.code).toBe('RECORDING_CLOSED')
    expect((await start(session)).body.code).toBe('RECORDING_CLOSED')
  })

  it('goes on after a restart of the server, without what was written and not known', async () => {
    const own = await startServer()
    try {
      const officer = await own.as('duty')
      const made = await officer.post<CreatedSession>('/api/bridge', { title: 'Bền', units: ['22'] })
      const session = made.body.session.id
      const { id } = (await start(session, officer)).body
      const [first, second] = [randomBytes(1_000), randomBytes(500)]
      await send(id, 0, first, officer)
      const file = join(own.app.config.dataDir, 'recordings', `${id}.webm`)
      await own.app.close()
      // The server died between the disk and the database.
      await writeFile(file, Buffer.concat([first, randomBytes(4_000)]))
      const again = await buildApp(own.app.config)
      await again.listen({ port: 0, host: '127.0.0.1' })
      const address = again.server.address()
      const client = new Client(
        `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`,
      )
      Object.assign(client, { cookie: officer.cookie, csrf: officer.csrf })
      expect((await client.get<BridgeView>(`/api/bridge/${session}`)).body.recording).toEqual(
        expect.any(Number),
      )
      expect((await send(id, 1, second, client)).body.chunks).toBe(2)
      expect((await stop(id, client)).body).toMatchObject({
        bytes: 1_500,
        sha256: sha(Buffer.concat([first, second])),
      })
      expect((await stat(file)).size).toBe(1_500)
      await again.close()
    } finally {
      await own.stop()
    }
  })

  it('waits for its page after an outage, however long the server was away', async () => {
    const own = await startServer()
    try {
      const officer = await own.as('duty')
      const made = await officer.post<CreatedSession>('/api/bridge', { title: 'Mất điện', units: ['22'] })
      const { id } = (await start(made.body.session.id, officer)).body
      const [first, kept] = [randomBytes(1_000), randomBytes(500)]
      await send(id, 0, first, officer)
      await own.app.db.pool.query(
        "update recording set last_at = now() - interval '10 minutes' where id = $1",
        [id],
      )
      await own.app.close()
      const again = await buildApp(own.app.config)
      await again.listen({ port: 0, host: '127.0.0.1' })
      const address = again.server.address()
      const client = new Client(
        `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`,
      )
      Object.assign(client, { cookie: officer.cookie, csrf: officer.csrf })
      // Its silence is looked at before the page has tried again.
      await sleep(6_000)
      expect(await send(id, 1, kept, client)).toMatchObject({ status: 200, body: { chunks: 2 } })
      expect((await stop(id, client)).body).toMatchObject({
        stopReason: 'stopped',
        sha256: sha(Buffer.concat([first, kept])),
      })
      await again.close()
    } finally {
      await own.stop()
    }
  }, 60_000)

  it('goes on with what its page kept, when the page was cut off so long that it was taken for lost', async () => {
    const session = await open()
    const { id } = (await start(session)).body
    const [first, kept] = [randomBytes(1_000), randomBytes(500)]
    await send(id, 0, first)
    await lose(session, id)
    expect((await send(id, 1, kept, leader)).status).toBe(403)
    expect(await send(id, 1, kept)).toMatchObject({ status: 200, body: { chunks: 2 } })
    expect((await leader.get<BridgeView>(`/api/bridge/${session}`)).body.recording).toEqual(
      expect.any(Number),
    )
    expect((await stop(id)).body).toMatchObject({
      stopReason: 'stopped',
      sha256: sha(Buffer.concat([first, kept])),
    })
    const audit = 'select action from audit_entry where subject = $1 order by id'
    const { rows } = await server.app.db.pool.query<{ action: string }>(audit, [id])
    expect(rows.map((r) => r.action)).toContain('recording.resumed')
    // While another runs it stays as it is.
    const other = await open()
    const old = (await start(other)).body.id
    await lose(other, old)
    expect((await start(other)).status).toBe(201)
    expect((await send(old, 0, kept)).body.code).toBe('RECORDING_CLOSED')
  }, 120_000)

  it('that is deleted just as its page comes back is either gone or goes on, never both', async () => {
    const session = await open()
    const { id } = (await start(session)).body
    await send(id, 0, randomBytes(1_000))
    await lose(session, id)
    const [chunk, gone] = await Promise.all([
      send(id, 1, randomBytes(500)),
      duty.post<{ code?: string }>(`/api/recordings/${id}/delete`, { reason: 'ghi nhầm' }),
    ])
    if (gone.status === 200) expect(chunk.body.code).toBe('RECORDING_CLOSED')
    else expect([gone.body.code, chunk.body.chunks]).toEqual(['RECORDING_RUNNING', 2])
    const now = (await list(session)).find((r) => r.id === id)
    expect([now?.stoppedAt === null, now?.deletedAt === null]).toEqual(
      gone.status === 200 ? [false, false] : [true, true],
    )
  }, 120_000)

  it('is watched in parts by directors and auditors, once a viewing on record, and by nobody else', async () => {
    const session = await open()
    const { id } = (await start(session)).body
    const data = randomBytes(1_000)
    await send(id, 0, data)
    await stop(id)
    const auditor = await server.as('auditor')
    const at = `/api/recordings/${id}/file`
    const part = await auditor.fetch(at, { headers: { range: 'bytes=0-99' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 0-99/1000'])
    expect(Buffer.from(await part.arrayBuffer())).toEqual(data.subarray(0, 100))
    const rest = await auditor.fetch(at, { headers: { range: 'bytes=900-' } })
    expect(Buffer.from(await rest.arrayBuffer())).toEqual(data.subarray(900))
    expect((await list(session))[0]?.watched).toHaveLength(1)
    const quangNinh = await server.as('agency', '22')
    const analyst = await server.as('analyst')
    for (const [who, status] of [
      [quangNinh, 403],
      [analyst, 403],
      [server.anonymous, 401],
    ] as const)
      expect((await who.fetch(at)).status).toBe(status)
    expect((await start(await open(), quangNinh)).status).toBe(403)
    expect((await send(id, 1, data, leader)).status).toBe(403)
    const local = await server.as('duty', '22')
    expect((await local.fetch(at)).status).toBe(403)
  })

  it('is deleted with a reason: the picture goes, the record of it stays', async () => {
    const session = await open()
    const { id } = (await start(session)).body
    await send(id, 0, randomBytes(100))
    const remove = (by = duty) =>
      by.post<RecordingView & { code?: string }>(`/api/recordings/${id}/delete`, { reason: 'Thử máy' })
    expect((await remove()).body.code).toBe('RECORDING_RUNNING')
    await stop(id)
    expect((await remove(await server.as('auditor'))).status).toBe(403)
    expect((await remove()).body).toMatchObject({ deleteReason: 'Thử máy', deletedAt: expect.any(Number) })
    await expect(stat(path(id))).rejects.toThrow()
    expect((await duty.get(`/api/recordings/${id}/file`)).body.code).toBe('RECORDING_GONE')
    expect((await list(session))[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('goes by the rule when its time is over, with the rule as the reason on record', async () => {
    const own = await startServer({ RECORDING_DAYS: '1' })
    try {
      const officer = await own.as('duty')
      const made = await officer.post<CreatedSession>('/api/bridge', { title: 'Cũ', units: ['22'] })
      const kept = async (days: number) => {
        const { id } = (await start(made.body.session.id, officer)).body
        await send(id, 0, randomBytes(100), officer)
        await stop(id, officer)
        await own.app.db.pool.query(
          `update recording set stopped_at = now() - $2 * interval '1 day' where id = $1`,
          [id, days],
        )
        return { id, file: join(own.app.config.dataDir, 'recordings', `${id}.webm`) }
      }
      const [old, young] = [await kept(1.5), await kept(0.5)]
      await own.app.close()
      const again = await buildApp(own.app.config)
      await again.ready()
      const { rows } = await again.db.pool.query(
        'select id, delete_reason from recording where deleted_at is not null',
      )
      expect(rows).toEqual([{ id: old.id, delete_reason: 'retention of 1 days' }])
      await expect(stat(old.file)).rejects.toThrow()
      expect((await stat(young.file)).size).toBe(100)
      await again.close()
    } finally {
      await own.stop()
    }
  })

  it('refuses what is no chunk', async () => {
    const { id } = (await start(await open())).body
    expect((await send(id, 0, Buffer.alloc(0))).status).toBe(400)
    expect((await duty.post(`/api/recordings/${id}/chunks/0`, { a: 1 })).status).toBe(400)
    expect((await send('nosuchrecording', 0, randomBytes(3))).status).toBe(404)
  })
})
