import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf } from '../../../client/live/view.ts'
import { verifyDirectives } from '../../../server/directives/index.ts'
import type { CreatedSession } from '../../../shared/api/bridge.ts'
import type { DirectiveDetail, DirectiveInput, DirectiveView } from '../../../shared/api/directives.ts'
import { decodeFrame } from '../../../shared/frame/codec.ts'
import { type AlertParts, capTime, capXml, referenceOf } from '../../fixtures/alerts.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect, type LiveClient, takePart } from '../bridge/sockets.ts'

let server: TestServer
let leader: Client
let quangNinh: Client
let screenOfLeader: LiveClient
let session: string
let source: Source
let points: Record<'22' | '46', LiveClient>
let indicator = ''

beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  quangNinh = await server.as('agency', '22')
  indicator =
    server.app.catalogue
      .now()
      .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')
      ?.code ?? ''
  source = await agree(server.app, server.url, [{ indicator }], '22')
  const sent = await source.push({
    observations: [{ indicator, unit: '22', period: '2026-08', value: 61.5 }],
  })
  expect(sent.answer).toMatchObject({ accepted: 1 })
  const made = await leader.post<CreatedSession>('/api/bridge', { title: 'Giao ban', units: ['22', '46'] })
  session = made.body.session.id
  const point = async (unit: string) => {
    const token = made.body.invitations.find((i) => i.unit === unit)?.link.split('#')[1]
    const device = unit.padEnd(43, '0')
    const socket = await connect(server.url, { pointToken: `${token}.${device}` })
    await takePart(socket, device)
    return socket
  }
  points = { '22': await point('22'), '46': await point('46') }
  screenOfLeader = await connect(server.url, { cookie: leader.cookie })
})
afterAll(async () => {
  for (const socket of [screenOfLeader, ...Object.values(points ?? {})]) socket?.close()
  await server?.stop()
})

const HOUR = 3_600_000
type Answer = DirectiveView[] & { code?: string }
const give = (more: Partial<DirectiveInput> = {}, by = leader) =>
  by.post<Answer>('/api/directives', {
    text: 'Đẩy nhanh giải ngân vốn đầu tư công',
    ...{ due: Date.now() + 24 * HOUR, priority: 'urgent', aim: null, addressees: ['22'] },
    ...{ document: null, session, shown: null, issue: true, ...more },
  })
const given = async (unit: '22' | '46') => {
  const answer = await points[unit].emitWithAck('directives:given')
  if ('error' in answer) throw new Error(answer.error.code)
  return answer.directives
}
const actAt = async (
  unit: '22' | '46',
  id: number,
  act: 'read' | 'readback' | 'accept' | 'answer',
  more: { note?: string; revision?: number } = {},
) => {
  const { note = null, ...rest } = more
  const answer = await points[unit].emitWithAck('directives:act', id, { act, note, ...rest })
  return 'error' in answer ? answer.error.code : answer.directives.find((d) => d.id === id)
}
const read = async (id: number, by = leader) => (await by.get<DirectiveDetail>(`/api/directives/${id}`)).body

describe('a directive given in a session', () => {
  it('is read back at the point that came by a link, accepted there, and seen by its giver', async () => {
    const told = new Promise<void>((resolve) => points['22'].once('directives', () => resolve()))
    const [d] = (await give()).body
    await told
    const [there] = await given('22')
    expect(there).toMatchObject({ id: d?.id, state: 'issued', readBackAt: null, revision: 1 })
    expect(there?.acts.sort()).toEqual(['accept', 'answer', 'read', 'readback'])
    const id = d?.id ?? 0
    expect(await actAt('22', id, 'readback', { revision: 1 })).toMatchObject({
      readBackAt: expect.any(Number),
    })
    expect(await actAt('22', id, 'readback', { revision: 1 })).toBe('DIRECTIVE_STATE')
    expect(await actAt('22', id, 'accept')).toMatchObject({ state: 'accepted' })
    const seen = await read(id)
    expect(seen.steps.filter((s) => s.byPoint).map((s) => [s.kind, s.byPoint?.code, s.by])).toEqual([
      ['readback', '22', null],
      ['accept', '22', null],
    ])
    const { rows } = await server.app.db.pool.query(
      "select actor from audit_entry where subject = $1 and action = 'directive.readback'",
      [`directive:${id}`],
    )
    expect(rows).toEqual([{ actor: expect.stringMatching(/^point:/) }])
  })

  it('is nobody else’s: no other point, no point of another session, nothing that only an account may do', async () => {
    const [d] = (await give()).body
    const id = d?.id ?? 0
    expect(await given('46')).toEqual([])
    expect(await actAt('46', id, 'readback', { revision: 1 })).toBe('NOT_FOUND')
    const [outside] = (await give({ session: null })).body
    expect(await actAt('22', outside?.id ?? 0, 'accept')).toBe('NOT_FOUND')
    const [draft] = (await give({ issue: false })).body
    expect(await actAt('22', draft?.id ?? 0, 'read')).toBe('NOT_FOUND')
    const wrong: unknown = { act: 'complete', note: 'Xong' }
    const answer = await Reflect.apply(points['22'].emitWithAck, points['22'], ['directives:act', id, wrong])
    expect(answer).toMatchObject({ error: { code: 'BAD_REQUEST' } })
  })

  it('is mended until it is read back, and a new version after: that is read back anew', async () => {
    const [d] = (await give()).body
    const id = d?.id ?? 0
    const change = (text: string) =>
      leader.send<DirectiveDetail>('PUT', `/api/directives/${id}`, {
        ...{ text, due: d?.due, priority: 'urgent', note: null },
      })
    expect((await read(id)).mends).toBe(true)
    expect((await change('Giải ngân trên 95% trước 31/12')).body).toMatchObject({ version: 1, revision: 2 })
    // What was just read on the point's page is no longer what stands.
    expect(await actAt('22', id, 'readback', { revision: 1 })).toBe('DIRECTIVE_CHANGED')
    expect(await actAt('22', id, 'readback', { revision: 2 })).toMatchObject({
      readBackAt: expect.any(Number),
    })
    const changed = (await change('Giải ngân trên 97% trước 31/12')).body
    expect(changed).toMatchObject({ version: 2, revision: 3, readBackAt: null, mends: false })
    expect(changed.versions.map((v) => [v.version, v.text.slice(0, 19)])).toEqual([
      [1, 'Đẩy nhanh giải ngân'],
      [1, 'Giải ngân trên 95% '],
      [2, 'Giải ngân trên 97% '],
    ])
    expect(await actAt('22', id, 'readback', { revision: 3 })).toMatchObject({
      readBackAt: expect.any(Number),
    })
  })

  it('keeps the numbers on the giver’s screen, taken by the server, hashed, and to each as far as they may see', async () => {
    const opened = await screenOfLeader.emitWithAck('view:open', { kind: 'unit', unit: '22' })
    if ('error' in opened) throw new Error(opened.error.code)
    const frame = decodeFrame(bytesOf(opened.snapshot))
    const shown = { view: opened.view, epoch: opened.epoch, seq: frame.seq }
    const both = (await give({ shown, addressees: ['22', '46'] })).body
    const [mine, other] = both
    const kept = await read(mine?.id ?? 0)
    expect(kept.snapshot).toMatchObject({ epoch: opened.epoch, seq: frame.seq, intact: true, hidden: 0 })
    expect(kept.snapshot?.cells).toMatchObject([
      { indicator, unit: { code: '22' }, value: 61.5, later: false },
    ])
    const { rows } = await server.app.db.pool.query<{ body: string; sha256: Buffer }>(
      'select body, sha256 from directive_snapshot order by id desc limit 1',
    )
    const hash = createHash('sha256')
      .update(rows[0]?.body ?? '')
      .digest('hex')
    expect([hash, rows[0]?.sha256.toString('hex')]).toEqual([kept.snapshot?.sha256, kept.snapshot?.sha256])
    // The same screen went to both; the neighbour's numbers are not the other's to see.
    const thuaThienHue = await server.as('agency', '46')
    expect((await read(other?.id ?? 0, thuaThienHue)).snapshot).toMatchObject({ cells: [], hidden: 1 })
    const [atPoint] = await given('22')
    expect(atPoint?.snapshot?.cells).toHaveLength(1)

    // Nobody names what he has not open, nor what another server showed.
    for (const wrong of [
      { ...shown, view: 999_999 },
      { ...shown, epoch: shown.epoch - 1 },
      { ...shown, seq: shown.seq + 1_000 },
    ])
      expect((await give({ shown: wrong })).body.code).toBe('DIRECTIVE_SHOWN')
    const duty = await server.as('duty')
    expect((await give({ shown }, duty)).body.code).toBe('DIRECTIVE_SHOWN')
  })

  it('says which numbers came between what was seen and what was kept', async () => {
    const opened = await screenOfLeader.emitWithAck('view:open', { kind: 'unit', unit: '22' })
    if ('error' in opened) throw new Error(opened.error.code)
    const { seq } = decodeFrame(bytesOf(opened.snapshot))
    const changed = new Promise<void>((resolve) =>
      screenOfLeader.on('frame', (data) => {
        const frame = decodeFrame(bytesOf(data))
        if (frame.view === opened.view && frame.seq > seq) resolve()
      }),
    )
    await source.push({ observations: [{ indicator, unit: '22', period: '2026-09', value: 66.1 }] })
    await changed
    const [d] = (await give({ shown: { view: opened.view, epoch: opened.epoch, seq } })).body
    expect((await read(d?.id ?? 0)).snapshot?.cells).toMatchObject([{ value: 66.1, later: true }])
  })

  it('that was kept and then altered does not pass for what it was', async () => {
    const { pool } = server.app.db
    expect((await verifyDirectives(pool)).broken).toEqual([])
    await expect(pool.query("update directive_snapshot set body = '{}'")).rejects.toThrow('append-only')
    const { rows } = await pool.query<{ id: number }>(
      `insert into directive_snapshot (body, sha256) select body || ' ', sha256 from directive_snapshot limit 1
       returning id::int`,
    )
    expect((await verifyDirectives(pool)).broken).toEqual([{ kind: 'snapshot', id: rows[0]?.id }])
  })

  it('remembers the number it came from: series, times, value and the message that brought it', async () => {
    const origin = { kind: 'number', indicator, unit: '22' } as const
    const [d] = (await give({ origin, session: null })).body
    const { origin: kept } = await read(d?.id ?? 0)
    expect(kept).toMatchObject({
      kind: 'number',
      indicator,
      unit: { code: '22' },
      value: 66.1,
      period: '2026-09',
    })
    const message = kept?.kind === 'number' ? kept.message : null
    expect((await leader.get(`/api/messages/${message}`)).status).toBe(200)
    expect((await read(d?.id ?? 0, quangNinh)).origin).toMatchObject({ value: 66.1 })
    const none = { kind: 'number', indicator: 'KHONG', unit: '22' } as const
    expect((await give({ origin: none })).body.code).toBe('BAD_REQUEST')
    const alert = { kind: 'alert', alert: 999 } as const
    expect((await give({ origin: alert })).body.code).toBe('BAD_REQUEST')
  })

  it('remembers the alert it came from, also after that has ended', async () => {
    const { app } = server
    const { key } = await app.intake.connections.create(
      {
        ...{ id: 'KTTV', agencyCode: 'G10', connector: 'cap', simulated: false },
        name: { vi: 'Dự báo thời tiết', en: 'Weather forecast' },
        contract: {
          times: { period: 'P1D', graceSeconds: 0, expirySeconds: 90 * 86_400, hours: null, deadlines: null },
          series: [],
        },
      },
      'test',
    )
    const send = async (parts: AlertParts) => {
      const answer = await fetch(`${server.url}/api/connections/KTTV/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/cap+xml', authorization: `Bearer ${key}` },
        body: capXml(parts),
      })
      return (await answer.json()) as { alert: number }
    }
    const first = { identifier: 'KTTV-NV', sent: capTime(Date.now()) }
    const { alert } = await send(first)
    const [d] = (await give({ origin: { kind: 'alert', alert } })).body
    const kept = { kind: 'alert', alert, headline: 'Bão số 9 gần bờ' }
    expect((await read(d?.id ?? 0)).origin).toEqual(kept)
    // Its addressee knows what it is about as well.
    expect((await read(d?.id ?? 0, quangNinh)).origin).toEqual(kept)
    await send({ msgType: 'Cancel', references: referenceOf(first) })
    await eventually(() => expect(app.alerts.lines().map((l) => l.id)).not.toContain(alert))
    expect((await read(d?.id ?? 0)).origin).toEqual(kept)
    expect((await give({ origin: { kind: 'alert', alert } })).body.code).toBe('BAD_REQUEST')
  })

  it('is closed to its point when the session has ended', async () => {
    const [d] = (await give()).body
    await leader.post(`/api/bridge/${session}/end`)
    await eventually(async () => {
      if (points['22'].connected) expect(await actAt('22', d?.id ?? 0, 'accept')).toBe('FORBIDDEN')
    })
    expect((await read(d?.id ?? 0)).state).toBe('issued')
  })
})
