import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../../server/catalogue/index.ts'
import type {
  DirectiveBoard,
  DirectiveDetail,
  DirectiveInput,
  DirectiveView,
} from '../../../shared/api/directives.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

let server: TestServer
let source: Source
let leader: Client
let own: Client
let other: Client
beforeAll(async () => {
  server = await startServer()
  source = await agree(server.app, server.url)
  leader = await server.as('leader')
  own = await server.as('agency', '22')
  other = await server.as('agency', '01')
})
afterAll(() => server?.stop())

const HOUR = 3_600_000
const input = (more: Partial<DirectiveInput> = {}): DirectiveInput => ({
  text: 'Rà soát và tháo gỡ các dự án chậm tiến độ',
  due: Date.now() + 24 * HOUR,
  priority: 'urgent',
  aim: null,
  addressees: ['22'],
  document: null,
  session: null,
  shown: null,
  issue: true,
  ...more,
})
async function give(more: Partial<DirectiveInput> = {}, as = leader): Promise<DirectiveView> {
  const { status, body } = await as.post<DirectiveView[]>('/api/directives', input(more))
  expect([status, body]).toMatchObject([201, { length: (more.addressees ?? ['22']).length }])
  return body[0]!
}
type Refused = { code: string; detail: Record<string, unknown> }
const act = (as: Client, id: number, what: string, note: string | null = null, more = {}) =>
  as.post<DirectiveDetail & Refused>(`/api/directives/${id}/acts`, { act: what, note, ...more })
const read = async (as: Client, id: number) => (await as.get<DirectiveDetail>(`/api/directives/${id}`)).body
const ids = async (as: Client, query = '') =>
  (await as.get<DirectiveView[]>(`/api/directives${query}`)).body.map((d) => d.id)
const board = async (as: Client) => (await as.get<DirectiveBoard>('/api/directives/board')).body
let second = 0
const load = async (value: number) => {
  const at = new Date(Date.now() - HOUR + 1_000 * ++second).toISOString()
  const { answer } = await source.push({ observations: [{ indicator: 'KTN-02', unit: 'VN', at, value }] })
  expect(answer).toMatchObject({ accepted: 1 })
}

describe('a directive', () => {
  it('goes from the word to the verified result, each step by whom it belongs to, each kept', async () => {
    const { id } = await give()
    expect((await act(leader, id, 'accept')).status).toBe(403)
    expect((await act(own, id, 'close')).status).toBe(403)
    await act(own, id, 'read')
    await act(own, id, 'read')
    expect((await act(own, id, 'accept')).body).toMatchObject({ state: 'accepted', published: 'openInTime' })
    expect((await act(own, id, 'report', 'Đã họp với ba sở')).body.reports).toBe(1)
    expect((await act(own, id, 'complete')).body).toMatchObject({
      code: 'BAD_REQUEST',
      detail: { field: 'note' },
    })
    expect((await act(own, id, 'complete', 'Đã xong')).body.state).toBe('completed')
    expect((await act(leader, id, 'return', 'Chưa có số liệu của hai dự án')).body.state).toBe('accepted')
    await act(own, id, 'complete', 'Đã bổ sung')
    const done = (await act(leader, id, 'close')).body
    expect(done).toMatchObject({ state: 'closed', published: 'doneOnTime', acts: [], mayChange: false })
    expect(done.steps.map((s) => s.kind)).toEqual([
      ...['drafted', 'issue', 'read', 'accept', 'report', 'complete', 'return', 'complete', 'close'],
    ])
    expect((await act(leader, id, 'withdraw', 'Nhầm')).body.code).toBe('DIRECTIVE_STATE')
    const pool = server.app.db.pool
    await expect(pool.query('delete from directive_step')).rejects.toThrow('append-only')
    const { rows } = await pool.query(
      "select action from audit_entry where subject = $1 and action = 'directive.close'",
      [`directive:${id}`],
    )
    expect(rows).toHaveLength(1)
  })

  it('is seen by those it is for and those who give them, a draft by the latter alone', async () => {
    const draft = await give({ issue: false, addressees: ['22', '01'] })
    const mine = await give()
    expect(draft.state).toBe('draft')
    expect(await ids(own)).toContain(mine.id)
    expect(await ids(own, '?which=draft')).toEqual([])
    expect(await ids(other)).not.toContain(mine.id)
    for (const [as, of] of [
      [own, draft.id],
      [other, mine.id],
    ] as const) {
      expect((await as.get(`/api/directives/${of}`)).status).toBe(404)
      expect((await act(as, of, 'read')).status).toBe(404)
    }
    expect((await other.post('/api/directives', input())).status).toBe(403)
    expect((await act(leader, draft.id, 'issue')).body.state).toBe('issued')
    expect(await ids(own)).toContain(draft.id)
    expect((await board(own)).addressees.map((a) => a.unit.code)).toEqual(['22'])
  })

  it('given with one word to many has a life of its own for each', async () => {
    const { body } = await leader.post<DirectiveView[]>(
      '/api/directives',
      input({ addressees: ['22', '01'] }),
    )
    expect(new Set(body.map((d) => d.batch)).size).toBe(1)
    const [a, b] = body
    await act(own, a!.id, 'accept')
    expect([(await read(leader, a!.id)).state, (await read(leader, b!.id)).state]).toEqual([
      'accepted',
      'issued',
    ])
  })

  it('is acted on once when two act at the same time', async () => {
    const { id } = await give()
    const both = await Promise.all([act(own, id, 'accept'), act(own, id, 'accept')])
    expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  })

  it('gets more time by a new version, or not', async () => {
    const { id, due } = await give()
    expect((await act(own, id, 'ask', 'Mưa lũ', { due: due - 1 })).body.detail.field).toBe('due')
    expect((await act(own, id, 'ask', 'Mưa lũ', { due: due + HOUR })).body.askedDue).toBe(due + HOUR)
    expect((await act(own, id, 'ask', 'Lần nữa', { due: due + 2 * HOUR })).status).toBe(409)
    expect((await act(leader, id, 'deny', 'Không đồng ý')).body).toMatchObject({ due, askedDue: null })
    await act(own, id, 'ask', 'Mưa lũ lớn', { due: due + HOUR })
    const granted = (await act(leader, id, 'grant')).body
    expect(granted).toMatchObject({ due: due + HOUR, version: 2 })
    expect(granted.versions.map((v) => v.due)).toEqual([due, due + HOUR])
  })

  it('that is wrongly put says what to do', async () => {
    const now = server.app.catalogue.now()
    const today = dayOf(Date.now())
    const ended = now.units.find(
      (u) => u.kind === 'province' && u.validTo !== null && !now.unitOn(u.code, today),
    )
    const [successor] = now.successorsOf(ended?.id ?? 0)
    const put = async (more: Partial<DirectiveInput>) =>
      (await leader.post<Refused>('/api/directives', input(more))).body
    expect(await put({ addressees: [ended?.code ?? ''] })).toMatchObject({
      code: 'UNIT_ENDED',
      detail: {
        successors: expect.arrayContaining([expect.objectContaining({ code: successor?.unit.code })]),
      },
    })
    const aim = { indicator: 'KTN-02', comparator: '>=' as const, value: 1, holdDays: 0 }
    for (const [field, more] of [
      ['due', { due: Date.now() - 1 }],
      ['session', { session: 'khong-co-phien' }],
      ['addressees', { addressees: ['99'] }],
      ['aim.indicator', { aim: { ...aim, indicator: 'KHONG' } }],
      ['aim.valueHigh', { aim: { ...aim, comparator: 'range' as const } }],
    ] as [string, Partial<DirectiveInput>][])
      expect(await put(more)).toMatchObject({ code: 'BAD_REQUEST', detail: { field } })
    expect((await leader.post<Refused>('/api/directives', { ...input(), lạ: 1 })).status).toBe(400)
  })
})

describe('a directive that watches its number', () => {
  it('comes to another state by itself when the number crosses the target, and is proposed to be closed', async () => {
    await load(40_000)
    const aim = { indicator: 'KTN-02', comparator: '>=' as const, value: 45_000, holdDays: 0 }
    const { id } = await give({ aim })
    const watch = async () => (await read(leader, id)).watch
    expect(await watch()).toMatchObject({
      unit: { code: 'VN' },
      state: 'onCourse',
      progress: 0,
      first: { value: 40_000 },
    })
    await load(42_500)
    await eventually(async () => expect(await watch()).toMatchObject({ progress: 0.5, state: 'onCourse' }))
    await load(45_100)
    await eventually(async () => {
      const d = await read(leader, id)
      expect(d.watch).toMatchObject({ state: 'met', now: { value: 45_100 } })
      expect(d.proposed).toBe(true)
      expect(d.steps.filter((s) => s.kind === 'watched').map((s) => s.detail.state)).toEqual([
        'onCourse',
        'met',
      ])
    })
    // It falls back: what was proposed does not stand.
    await load(44_000)
    await eventually(async () => expect(await watch()).toMatchObject({ state: 'onCourse' }))
  })

  it('is overdue by itself, on the board too, and is done late', async () => {
    const before = (await board(leader)).total
    const { id } = await give({ due: Date.now() + 1_500 })
    await act(own, id, 'accept')
    await eventually(async () => {
      const d = await read(leader, id)
      expect([d.published, d.steps.at(-1)?.kind]).toEqual(['openOverdue', 'overdue'])
    })
    const wanted = () => server.app.duty.rows().filter((r) => r.kind === 'directive')
    await eventually(() =>
      expect(wanted()).toMatchObject([
        { subject: String(id), state: 'late', subjectName: { vi: 'Quảng Ninh' } },
      ]),
    )
    const { total, addressees } = await board(leader)
    expect([total.openOverdue, total.total]).toEqual([before.openOverdue + 1, before.total + 1])
    expect(addressees[0]?.unit.code).toBe('22')
    for (const c of [total, ...addressees])
      expect(c.doneOnTime + c.doneLate + c.openInTime + c.openOverdue).toBe(c.total)
    await act(own, id, 'complete', 'Xong, chậm')
    await eventually(() => expect(wanted()).toEqual([]))
    expect((await act(leader, id, 'close')).body.published).toBe('doneLate')
  })
})
