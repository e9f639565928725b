import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EgressStatus } from 'livekit-server-sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgeView } from '../../../shared/live.ts'
import { EgressStand, PICTURE_AT } from '../../fixtures/egress.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { LIVEKIT_BIN, Livekit, WITHOUT_LIVEKIT } from '../../harness/livekit.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const skipped = LIVEKIT_BIN ? '' : ` (skipped: ${WITHOUT_LIVEKIT})`
const WEBM = 'video/webm'
const WAIT = { timeout: 30_000, interval: 100 }
type Answer = RecordingView & { code?: string }

const deal = (server: () => TestServer, duty: () => Client) => {
  const list = async (session: string) =>
    (await duty().get<RecordingView[]>(`/api/bridge/${session}/recordings`)).body
  return {
    open: async (driver = 'livekit') =>
      (await duty().post<CreatedSession>('/api/bridge', { title: 'Ghi hình', units: ['22'], driver })).body
        .session.id,
    start: (session: string, body: object = { mime: WEBM }) =>
      duty().post<Answer>(`/api/bridge/${session}/recordings`, body),
    stop: (id: string) => duty().post<Answer>(`/api/recordings/${id}/stop`),
    list,
    last: async (session: string) => (await list(session)).at(-1) as RecordingView,
    recording: async (session: string) =>
      (await duty().get<BridgeView>(`/api/bridge/${session}`)).body.recording,
    up: () => eventually(async () => expect((await duty().get('/api/bridge/engines')).body.media).toBe('up')),
    /** As if nothing had been heard of it for a minute. */
    age: (id: string) =>
      server().app.db.pool.query(`update recording set last_at = now() - interval '1 minute' where id = $1`, [
        id,
      ]),
    acts: async (id: string) =>
      (
        await server().app.db.pool.query<{ action: string }>(
          'select action from audit_entry where subject = $1 order by id',
          [id],
        )
      ).rows.map((r) => r.action),
  }
}

describe.skipIf(!LIVEKIT_BIN)(`a LiveKit server without an egress service${skipped}`, () => {
  let livekit: Livekit
  let server: TestServer
  let duty: Client
  const { open, start, list, recording, up, acts } = deal(
    () => server,
    () => duty,
  )
  beforeAll(async () => {
    livekit = await Livekit.reserve()
    server = await startServer({ ...livekit.env, LIVEKIT_EGRESS: 'on' })
    await livekit.start(`${server.url}/api/bridge/livekit`)
    duty = await server.as('duty')
    await up()
  })
  afterAll(async () => {
    await server?.stop()
    await livekit?.stop()
  })

  it('says at once that it does not record, and the page records under the same record', async () => {
    expect((await duty.get('/api/bridge/engines')).body.egress).toBe(true)
    const session = await open()
    const { status, body } = await start(session)
    expect([status, body.maker, body.mime, body.fault]).toEqual([201, 'page', WEBM, 'EGRESS_REFUSED'])
    expect(body.faultDetail).toMatch(/egress/i)
    expect(await recording(session)).toBe(body.startedAt)
    const chunk = await duty.fetch(`/api/recordings/${body.id}/chunks/0`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(randomBytes(100)),
    })
    expect(chunk.status).toBe(200)
    expect(await acts(body.id)).toEqual(['recording.started', 'recording.refused'])
  })

  it('says so to a browser that cannot record either, and leaves nothing running', async () => {
    const session = await open()
    const { status, body } = await start(session, { mime: null })
    expect([status, body.code]).toEqual([503, 'RECORDING_NO_MAKER'])
    expect(await list(session)).toMatchObject([
      { stopReason: 'failed', fault: 'EGRESS_REFUSED', awaited: false },
    ])
    expect(await recording(session)).toBeNull()
  })
})

describe.skipIf(!LIVEKIT_BIN)(`a recording by LiveKit's egress service${skipped}`, () => {
  let livekit: Livekit
  let stand: EgressStand
  let server: TestServer
  let duty: Client
  let folder: string
  const { open, start, stop, last, recording, up, age, acts } = deal(
    () => server,
    () => duty,
  )
  const idOf = () => `EG_${stand.known.size}`
  const file = (id: string) => join(folder, `${id}.mp4`)
  const tell = (...rest: [Parameters<EgressStand['tell']>[1], Parameters<EgressStand['tell']>[2]]) =>
    stand.tell(server.url, ...rest)
  const active = (id = idOf()) => tell('egress_updated', { id, status: EgressStatus.EGRESS_ACTIVE })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'td-egress-'))
    livekit = await Livekit.reserve()
    stand = new EgressStand(livekit)
    await stand.start()
    server = await startServer({
      ...stand.env,
      LIVEKIT_EGRESS: 'on',
      LIVEKIT_EGRESS_FOLDER: folder,
      LIVEKIT_EGRESS_PREFIX: '/out/sessions',
    })
    await livekit.start(`${server.url}/api/bridge/livekit`)
    duty = await server.as('duty')
    await up()
  })
  afterAll(async () => {
    await server?.stop()
    await stand?.stop()
    await livekit?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('is begun and stopped by the same button and stands on the same record, with its hash', async () => {
    const session = await open()
    const { status, body } = await start(session)
    expect([status, body.maker, body.mime, body.fault]).toEqual([201, 'egress', 'video/mp4', null])
    expect(stand.did('StartRoomCompositeEgress').at(-1)).toMatchObject({
      admin: true,
      body: { roomName: session, fileOutputs: [{ filepath: `/out/sessions/${body.id}.mp4` }] },
    })
    expect(await recording(session)).toBe(body.startedAt)
    expect(await active()).toBe(204)
    // A page has nothing to add to it.
    const chunk = await duty.fetch(`/api/recordings/${body.id}/chunks/0`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(1),
    })
    expect(chunk.status).toBe(410)

    const stopped = await stop(body.id)
    expect(stopped.body).toMatchObject({ stopReason: 'stopped', awaited: true, sha256: null })
    expect(await recording(session)).toBeNull()
    expect((await duty.get(`/api/recordings/${body.id}/file`)).body.code).toBe('RECORDING_GONE')
    const remove = () => duty.post<Answer>(`/api/recordings/${body.id}/delete`, { reason: 'Thử' })
    expect((await remove()).body.code).toBe('RECORDING_RUNNING')

    const picture = randomBytes(40_000)
    await writeFile(file(body.id), picture)
    await tell('egress_ended', { id: idOf(), status: EgressStatus.EGRESS_COMPLETE, bytes: picture.length })
    await expect
      .poll(() => last(session), WAIT)
      .toMatchObject({
        ...{
          awaited: false,
          stopReason: 'stopped',
          fault: null,
          bytes: picture.length,
          pictureAt: PICTURE_AT,
        },
        sha256: createHash('sha256').update(picture).digest('hex'),
      })
    const watched = await duty.fetch(`/api/recordings/${body.id}/file`)
    expect(watched.headers.get('content-type')).toBe('video/mp4')
    expect(Buffer.from(await watched.arrayBuffer())).toEqual(picture)
    expect((await last(session)).watched).toHaveLength(1)
    expect(existsSync(file(body.id))).toBe(false)
    expect((await remove()).status).toBe(200)
    expect(await acts(body.id)).toEqual(
      ['started', 'stopped', 'collected', 'deleted'].map((act) => `recording.${act}`),
    )
  })

  it('takes no word that LiveKit has not signed', async () => {
    const session = await open()
    const { body } = await start(session)
    const forged = { key: livekit.key, secret: 'another secret of at least 32 characters' }
    const word = { id: idOf(), status: EgressStatus.EGRESS_FAILED, error: 'forged' }
    expect(await stand.tell(server.url, 'egress_ended', word, forged)).toBe(401)
    expect(await last(session)).toMatchObject({ stoppedAt: null, fault: null })
    await stop(body.id)
  })

  it('is over at once when the service gives up, and the page may take over at once', async () => {
    const session = await open()
    const { body } = await start(session)
    await active()
    await tell('egress_ended', {
      ...{ id: idOf(), status: EgressStatus.EGRESS_FAILED, error: 'Start signal not received' },
    })
    expect(await recording(session)).toBeNull()
    expect(await last(session)).toMatchObject({
      ...{ id: body.id, stopReason: 'interrupted', fault: 'EGRESS_FAILED' },
      faultDetail: 'Start signal not received',
    })
    // Even before it is known whether a file is left of it.
    const own = await start(session, { mime: WEBM, maker: 'page' })
    expect([own.status, own.body.maker, own.body.fault]).toEqual([201, 'page', null])
    expect(await recording(session)).toBe(own.body.startedAt)
    // Words that come after the last one change nothing.
    await active()
    await age(body.id)
    await expect
      .poll(async () => (await duty.get<RecordingView[]>(`/api/bridge/${session}/recordings`)).body[0], WAIT)
      .toMatchObject({ awaited: false, stopReason: 'failed', fault: 'EGRESS_FAILED', bytes: 0 })
  })

  it('says when the whole file is not there, and when it is another one', async () => {
    const session = await open()
    const { body } = await start(session)
    await stop(body.id)
    await symlink('/etc/hostname', file(body.id))
    await tell('egress_ended', { id: idOf(), status: EgressStatus.EGRESS_COMPLETE, bytes: 10 })
    await age(body.id)
    await expect
      .poll(() => last(session), WAIT)
      .toMatchObject({ stopReason: 'failed', fault: 'EGRESS_NO_FILE', faultDetail: file(body.id) })
    await rm(file(body.id))

    const second = (await start(session)).body
    await stop(second.id)
    await writeFile(file(second.id), randomBytes(99))
    await tell('egress_ended', { id: idOf(), status: EgressStatus.EGRESS_COMPLETE, bytes: 100 })
    await expect
      .poll(() => last(session), WAIT)
      .toMatchObject({ bytes: 99, fault: 'EGRESS_SIZE', faultDetail: '99 / 100', stopReason: 'stopped' })
  })

  it('is missed when it neither speaks nor grows, and what grew of it is kept', async () => {
    const session = await open()
    const { body } = await start(session)
    await active()
    await writeFile(file(body.id), randomBytes(500))
    await expect.poll(async () => (await last(session)).bytes, WAIT).toBe(500)
    stand.refuses = true
    try {
      await age(body.id)
      await expect
        .poll(() => last(session), WAIT)
        .toMatchObject({ stopReason: 'interrupted', fault: 'EGRESS_SILENT' })
      expect(await recording(session)).toBeNull()
      await age(body.id)
      await expect
        .poll(() => last(session), WAIT)
        .toMatchObject({ awaited: false, bytes: 500, fault: 'EGRESS_SILENT', sha256: expect.any(String) })
    } finally {
      stand.refuses = false
    }
  })

  it('is stopped when it begins after nobody waits for it any more', async () => {
    const session = await open()
    stand.late = true
    const { body } = await start(session)
    stand.late = false
    expect(body).toMatchObject({ maker: 'page', fault: 'EGRESS_REFUSED' })
    await tell('egress_started', { id: idOf(), status: EgressStatus.EGRESS_ACTIVE })
    expect(stand.did('StopEgress').at(-1)?.body).toMatchObject({ egressId: idOf() })
    expect(await last(session)).toMatchObject({ id: body.id, maker: 'page', stoppedAt: null })
  })

  it('is not called stopped while it goes on', async () => {
    const session = await open()
    const { body } = await start(session)
    await active()
    stand.keeps = true
    try {
      const answer = await stop(body.id)
      expect([answer.status, answer.body.code]).toEqual([503, 'RECORDING_GOES_ON'])
      expect(await recording(session)).toBe(body.startedAt)
    } finally {
      stand.keeps = false
    }
    expect((await stop(body.id)).status).toBe(200)
  })

  it('ends with its session, and when the session leaves the media server', async () => {
    const session = await open()
    await start(session)
    const first = idOf()
    await duty.post(`/api/bridge/${session}/driver`, { driver: 'peer' })
    await expect
      .poll(() => last(session), WAIT)
      .toMatchObject({ stopReason: 'interrupted', fault: 'EGRESS_AWAY', awaited: true })
    expect(stand.did('StopEgress').at(-1)?.body).toMatchObject({ egressId: first })
    // Between the browsers there is nothing for LiveKit to record.
    expect((await start(session)).body).toMatchObject({ maker: 'page', fault: null })

    const other = await open()
    const { body } = await start(other)
    await duty.post(`/api/bridge/${other}/end`)
    await expect.poll(() => last(other), WAIT).toMatchObject({ stopReason: 'ended', fault: null })
    await writeFile(file(body.id), randomBytes(10))
    await tell('egress_ended', { id: idOf(), status: EgressStatus.EGRESS_COMPLETE, bytes: 10 })
    await expect.poll(() => last(other), WAIT).toMatchObject({ stopReason: 'ended', bytes: 10 })
  })
})
