import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StageMark, StagesView } from '../../../shared/api/stages.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from '../bridge/sockets.ts'

let server: TestServer
let leader: Client
let duty: Client
beforeAll(async () => {
  server = await startServer()
  leader = await server.as('leader')
  duty = await server.as('duty')
})
afterAll(() => server?.stop())

const change = (who: Client, no: number, from: number, cause = 'Bão số 9 vào bờ') =>
  who.post<StagesView & { code: string }>('/api/stages/change', { no, from, cause })

test('is raised and lowered with a cause by the leadership or the chief, and told to everybody', async () => {
  const agency = await server.as('agency', '22')
  const socket = await connect(server.url, { cookie: agency.cookie })
  const marks: number[] = []
  socket.on('stage', (mark) => marks.push(mark.no))
  expect((await change(duty, 2, 1)).body.code).toBe('STAGE_RIGHT')
  expect((await change(leader, 3, 1, '  ')).status).toBe(400)
  const raised = await change(leader, 3, 1)
  expect(raised.body.now).toMatchObject({ no: 3, cause: 'Bão số 9 vào bờ', by: 'leader1' })
  expect((await change(leader, 3, 3)).body.code).toBe('STAGE_SAME')
  expect((await change(leader, 4, 1)).body.code).toBe('STAGE_CHANGED')
  await duty.post('/api/shifts/positions/chief/sign-in', {})
  expect((await change(duty, 2, 3)).status).toBe(200)
  await eventually(() => expect(marks.slice(-2)).toEqual([3, 2]))
  expect((await agency.get<StageMark>('/api/stage')).body).toMatchObject({ no: 2 })
  expect((await agency.get('/api/stages')).status).toBe(403)
  expect(server.app.stages.current().no).toBe(2)
  const { body } = await duty.get<StagesView>('/api/stages')
  expect(body.history.map((h) => h.no)).toEqual([2, 3, 1])
  await eventually(async () => {
    const log = await duty.get<{ kind: string }[]>('/api/log?group=duty')
    expect(log.body.map((e) => e.kind)).toEqual(expect.arrayContaining(['stage.raised', 'stage.lowered']))
  })
  socket.close()
})

test('two at once: one change stands, the other is told', async () => {
  const both = await Promise.all([change(leader, 4, 2), change(duty, 3, 2)])
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
})

test('its checklist is ticked by whom and when, and another stage begins another', async () => {
  const no = server.app.stages.current().no
  const item = server.app.stages.setup().find((s) => s.no === no)?.checklist[0]?.id
  const tick = (body: object) => duty.post<StagesView>('/api/stages/tick', body)
  const done = await tick({ item, done: true, remark: 'Đã gọi' })
  expect(done.body.ticked).toMatchObject([{ item, by: 'duty2', remark: 'Đã gọi' }])
  expect((await tick({ item: 'khong-co', done: true })).status).toBe(404)
  expect((await tick({ item, done: false })).body.ticked).toEqual([])
  await tick({ item, done: true })
  await change(leader, 5, no)
  expect((await duty.get<StagesView>('/api/stages')).body.ticked).toEqual([])
})

test('what the stages ask for is the administrator’s to change; the delivered ones say that they are ours', async () => {
  const administrator = await server.as('administrator')
  const { body } = await administrator.get<StagesView>('/api/stages')
  expect([body.delivered, body.maySetUp]).toEqual([true, true])
  const stages = body.stages.map((s) => (s.no === 5 ? { ...s, ladder: 'khan-cap', playlist: 'bao' } : s))
  const put = (list: object[]) => administrator.send<StagesView>('PUT', '/api/stages', { stages: list })
  expect((await put(stages.slice(1))).status).toBe(400)
  expect((await put([...stages.slice(1), stages[1] ?? {}])).status).toBe(400)
  expect((await put(stages)).body.delivered).toBe(false)
  expect(server.app.stages.current()).toMatchObject({ no: 5, ladder: 'khan-cap', playlist: 'bao' })
  await expect(server.app.db.pool.query('delete from stage_step')).rejects.toThrow()
})
