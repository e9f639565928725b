import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogbookNote } from '../../../server/bus.ts'
import type { DirectiveBoard, DirectiveDetail } from '../../../shared/api/directives.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

const DAY = 86_400_000
let server: TestServer
let leader: Client
let agency: Client
const notes: LogbookNote[] = []
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  agency = await server.as('agency', '22')
  server.app.bus.on('logbook', (note) => notes.push(note))
})
afterAll(() => server?.stop())

/** A directive as it stands in the database when its time was over so many days ago. */
async function overdue(days: number, text = 'Khắc phục sạt lở đê'): Promise<number> {
  const { pool } = server.app.db
  const unit = server.app.catalogue.now().unitInForce('22', Date.now())?.id
  const due = new Date(Date.now() - days * DAY)
  const issued = new Date(due.getTime() - 10 * DAY)
  const { rows } = await pool.query<{ id: number }>(
    `insert into directive (batch, addressee_id, simulated, created_by, created_at)
     select gen_random_uuid(), $1, false, min(id), $2 from account returning id::int`,
    [unit, issued],
  )
  const id = rows[0]?.id ?? 0
  await pool.query(
    `insert into directive_version (directive_id, version, text, due, priority, by, at)
     select $1, 1, $4, $2, 'normal', min(id), $3 from account`,
    [id, due, issued, text],
  )
  for (const [n, kind] of [
    [1, 'drafted'],
    [2, 'issue'],
  ] as const)
    await pool.query(
      `insert into directive_step (directive_id, n, kind, at, by) select $1, $2, $3, $4, min(id) from account`,
      [id, n, kind, issued],
    )
  return id
}
/** An act has it read anew; reading it twice is reading it once. */
const look = async (id: number) => {
  const { status } = await agency.post(`/api/directives/${id}/acts`, { act: 'read', note: null })
  expect(status).toBe(200)
}
const read = async (id: number) => (await leader.get<DirectiveDetail>(`/api/directives/${id}`)).body
const system = (d: DirectiveDetail) =>
  d.steps.filter((s) => s.by === null).map((s) => [s.kind, s.detail.days, s.detail.to])

describe('a directive that nobody does', () => {
  it('is brought to the duty officer, then to the leader, each once, and the shift’s log hears of it', async () => {
    const [fresh, old] = [await overdue(1.5), await overdue(8)]
    await look(fresh)
    await look(old)
    await eventually(async () => {
      expect(system(await read(fresh))).toEqual([
        ['overdue', undefined, undefined],
        ['escalated', 1, 'duty'],
      ])
      expect(system(await read(old))).toEqual([
        ['overdue', undefined, undefined],
        ['escalated', 7, 'leader'],
      ])
    })
    const before = [await read(fresh), await read(old)].map((d) => d.steps.length)
    await look(fresh)
    await look(old)
    expect([await read(fresh), await read(old)].map((d) => d.steps.length)).toEqual(before)
    expect(await read(old)).toMatchObject({ escalated: { days: 7, to: 'leader' } })
    expect((await leader.get<DirectiveBoard>('/api/directives/board')).body.escalated).toBe(1)
    const told = notes.filter((n) => n.kind === 'directive.escalated').map((n) => [n.subject, n.text.vi])
    expect(told.sort()).toEqual(
      [
        [`directive:${fresh}`, 'Báo trực ban nhiệm vụ quá hạn của Quảng Ninh: Khắc phục sạt lở đê'],
        [`directive:${old}`, 'Báo lãnh đạo nhiệm vụ quá hạn của Quảng Ninh: Khắc phục sạt lở đê'],
      ].sort(),
    )
  })

  it('rests when it was reported done, and the board says how near the others are', async () => {
    const id = await overdue(2)
    await look(id)
    await eventually(async () => expect((await read(id)).escalated).toMatchObject({ to: 'duty' }))
    for (const [act, note] of [
      ['accept', null],
      ['complete', 'Xong'],
    ])
      await agency.post(`/api/directives/${id}/acts`, { act, note })
    expect((await read(id)).escalated).toBeNull()
    const { dues, total } = (await leader.get<DirectiveBoard>('/api/directives/board')).body
    expect(dues.find((d) => d.due === 'over')?.total).toBe(3)
    expect(dues.reduce((n, d) => n + d.total, 0)).toBe(total.total)
  })

  it('stands on the duty board and in the alarm book also when its words are cut within an emoji', async () => {
    const id = await overdue(2, `${'đ'.repeat(159)}🌊 và xa hơn nữa`)
    await look(id)
    await eventually(() => {
      const cause = server.app.duty.rows().find((r) => r.kind === 'directive' && r.subject === String(id))
      expect(cause?.detail.text).toBe(`${'đ'.repeat(159)}🌊`)
      expect(server.app.alarms.standing().map((a) => a.attention)).toContain(cause?.id)
      expect([server.app.duty.waiting, server.app.alarms.waiting]).toEqual([0, 0])
    })
  })
})
