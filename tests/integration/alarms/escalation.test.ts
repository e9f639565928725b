import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LogbookNote } from '../../../server/bus.ts'
import type { AlarmHearing } from '../../../shared/live.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { connect } from '../bridge/sockets.ts'
import { addRule, detail, kinds, loadNow, open, raised, writeLadder } from './stage.ts'

let server: TestServer
let duty: Client
let source: Source
const noted: LogbookNote[] = []
beforeAll(async () => {
  server = await startServer()
  duty = await server.as('duty')
  source = await agree(server.app, server.url)
  server.app.bus.on('logbook', (n) => noted.push(n))
}, 120_000)
afterAll(() => server?.stop())

const rung = (afterSeconds: number, position: string, channel = 'screen') => ({
  ...{ afterSeconds, position, channel, webhook: null },
})
/** What one person's page is told to sound and to show. */
async function hearing(who: Client) {
  const socket = await connect(server.url, { cookie: who.cookie })
  let last: AlarmHearing | undefined
  socket.on('alarms:heard', (h) => {
    last = h
  })
  const first = await socket.emitWithAck('alarms:hear')
  if ('error' in first) throw new Error(first.error.code)
  last ??= first
  /** Whatever it was told before is here. */
  const settled = () => socket.emitWithAck('clock')
  return { now: () => last, settled, close: () => socket.close() }
}
const name = { vi: 'Bậc thử', en: 'Trial ladder' }

it('a position that nobody holds is passed over at once and said; who holds the next is told', async () => {
  const ladder = { name, rungs: [rung(0, 'VAI.LANH-DAO'), rung(3_600, 'VAI.TRUC')] }
  expect((await writeLadder(duty, 'THU', ladder)).status).toBe(200)
  const heard: string[] = []
  server.app.bus.on('happening', (h) => heard.push(h.text.vi))
  await addRule(duty, 'TAI', { ladder: 'THU' })
  await source.push(loadNow(60_000))
  const { id } = await raised(duty, 'TAI')
  await eventually(async () =>
    expect(kinds(await detail(duty, id))).toEqual(['raised', 'vacant', 'escalated']),
  )
  // The steps can be read a moment before they are told.
  await eventually(async () => {
    const found = (await open(duty)).find((a) => a.id === id)
    expect(found).toMatchObject({
      vacant: [{ position: 'VAI.LANH-DAO', name: { vi: 'Mọi lãnh đạo' } }],
      told: { position: 'VAI.TRUC', name: { vi: 'Mọi cán bộ trực' }, to: ['duty1'] },
    })
    expect(heard.join()).toContain('Không ai giữ vị trí Mọi lãnh đạo')
    const said = noted.find((n) => n.kind === 'alarm.vacant')
    expect(said?.text.vi).toMatch(/^Không ai giữ vị trí Mọi lãnh đạo/)
    expect(noted.map((n) => n.kind)).toEqual(
      expect.arrayContaining(['alarm.raised', 'alarm.vacant', 'alarm.escalated']),
    )
  })
})

it('stops at acknowledgement: the rungs after it are never taken, also by a climb that had begun', async () => {
  const ladder = {
    name,
    rungs: [rung(0, 'VAI.TRUC'), rung(2, 'VAI.TRUC', 'email'), rung(4, 'VAI.TRUC', 'email')],
  }
  await writeLadder(duty, 'HAI', ladder)
  await addRule(duty, 'TAI-HAI', { ladder: 'HAI' })
  const { id } = await raised(duty, 'TAI-HAI')
  await eventually(async () => expect(kinds(await detail(duty, id))).toContain('escalated'))
  // A climb holds the alarm's row; whoever acknowledges waits for it, and it for him: never both.
  const { pool } = server.app.db
  const holder = await pool.connect()
  await holder.query('begin')
  await holder.query('select from alarm_open where alarm_id = $1 for update', [id])
  const taking = duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã nhận' })
  await eventually(async () => {
    const { rows } = await pool.query(
      `select 1 from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query ilike '%alarm_open%'`,
    )
    expect(rows.length).toBeGreaterThan(0)
  })
  await holder.query('commit')
  holder.release()
  expect((await taking).status).toBe(200)
  const before = kinds(await detail(duty, id)).filter((k) => k === 'escalated').length
  const { rows: due } = await pool.query<{ due: Date }>("select now() + interval '4 seconds' as due")
  await eventually(async () => {
    const { rows } = await pool.query<{ over: boolean }>('select now() > $1 as over', [due[0]?.due])
    expect(rows[0]?.over).toBe(true)
  })
  expect(kinds(await detail(duty, id)).filter((k) => k === 'escalated')).toHaveLength(before)
  const { rows } = await pool.query(
    `select 1 from alarm_delivery_waiting w join alarm_delivery d on d.id = w.delivery_id where d.alarms = array[$1::bigint]`,
    [id],
  )
  expect(rows).toEqual([])
})

it('an acknowledgement with a timer comes back when it runs out, and the ladder begins again', async () => {
  const found = (await open(duty)).find((a) => a.rule === 'TAI')
  const id = found?.id ?? 0
  expect((await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'hẹn', minutes: 1 })).status).toBe(200)
  // The minute is not waited for: a later moment is looked at.
  await server.app.alarms.pass(Date.now() + 61_000)
  const back = await detail(duty, id)
  expect(back.state).toBe('unacknowledged')
  expect(kinds(back)).toContain('returned')
  await eventually(async () =>
    expect(kinds(await detail(duty, id)).filter((k) => k === 'escalated')).toHaveLength(2),
  )
})

it('a rung of screen and sound reaches the desks of who holds its position, and no others, until it is answered', async () => {
  const leader = await server.as('leader')
  const [his, another] = [await hearing(leader), await hearing(await server.as('leader', '22'))]
  const ours = await hearing(duty)
  const rungs = [rung(0, 'VAI.LANH-DAO'), rung(0, 'VAI.LANH-DAO', 'sound')]
  await writeLadder(duty, 'LANH-DAO', { name, rungs })
  await eventually(() => expect(ours.now()).toBeDefined())
  const before = ours.now()?.heard.critical ?? 0
  await addRule(duty, 'GOI', { ladder: 'LANH-DAO' })
  const { id } = await raised(duty, 'GOI')
  await eventually(() =>
    expect(his.now()).toMatchObject({ heard: { critical: 1 }, called: 1, calls: [{ id }] }),
  )
  // Whoever answers for alarms sees it in the list; it sounds where it was called to.
  for (const desk of [ours, another]) await desk.settled()
  expect(ours.now()?.heard.critical).toBe(before)
  expect(another.now()).toMatchObject({ heard: { critical: 0 }, called: 0 })
  // A page that opens later hears the same.
  const later = await hearing(leader)
  expect(later.now()).toMatchObject({ heard: { critical: 1 }, called: 1 })
  // He leaves, and another has the watch: it is heard there until he is back.
  for (const desk of [his, later]) desk.close()
  await eventually(() => expect(ours.now()?.heard.critical).toBe(before + 1))
  const back = await hearing(leader)
  await eventually(() => expect(ours.now()?.heard.critical).toBe(before))
  await duty.post(`/api/alarms/${id}/acknowledge`, { note: 'đã nhận' })
  await eventually(() => expect(back.now()).toMatchObject({ heard: { critical: 0 }, called: 0, calls: [] }))
  for (const desk of [back, another, ours]) desk.close()
})

it('where a ladder finds nobody to sound to, every desk that answers for alarms hears it', async () => {
  const ours = await hearing(duty)
  const before = ours.now()?.heard.critical ?? 0
  const empty = server.app.shifts.positions().find((p) => !server.app.shifts.holders(p.id).length)
  const rungs = [rung(0, empty?.code ?? '', 'sound')]
  expect((await writeLadder(duty, 'TRONG', { name, rungs })).status).toBe(200)
  await addRule(duty, 'KHONG-AI', { ladder: 'TRONG' })
  const { id } = await raised(duty, 'KHONG-AI')
  await eventually(() => expect(ours.now()?.heard.critical).toBe(before + 1))
  expect((await open(duty)).find((a) => a.id === id)?.vacant).toMatchObject([{ name: empty?.name }])
  ours.close()
})
