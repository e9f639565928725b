import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogbookNote } from '../../../server/bus.ts'
import type { HappeningRow } from '../../../shared/live.ts'
import type { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { freshDatabase } from '../../harness/fresh.ts'
import { startServer, type TestServer } from '../../harness/server.ts'
import { openOf } from '../alarms/stage.ts'
import { connect } from '../bridge/sockets.ts'
import { arrive, pair } from './stage.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let server: TestServer
let duty: Client
const notes: LogbookNote[] = []
const happened: HappeningRow[] = []
beforeAll(async () => {
  database = await freshDatabase()
  server = await startServer({ DATABASE_URL: database.url })
  duty = await server.as('duty')
  server.app.bus.on('logbook', (note) => notes.push(note))
  server.app.bus.on('happening', (row) => happened.push(row))
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

const me = (token: string, device?: string) =>
  fetch(`${server.url}/api/me`, {
    headers: { authorization: `Screen ${token}`, ...(device ? { 'x-td-device': device } : {}) },
  }).then((r) => r.status)
const copied = (id: number) => server.app.wall.states.list().find((s) => s.id === id)?.copied?.why

test('a token is replaced while its screen is here; the old one is good for a grace, then a sign of a copy', async () => {
  const device = 'A'.repeat(43)
  const screen = await arrive(server, await pair(server), device)
  const old = screen.token
  expect(await server.app.wall.tokens.rotate(screen.id)).toBe(true)
  expect(screen.token).not.toBe(old)
  expect(await Promise.all([old, screen.token].map((t) => me(t, device)))).toEqual([200, 200])
  expect(screen.socket.connected).toBe(true)

  await server.app.db.pool.query("update screen_token set good_until = now() - interval '1 second'")
  expect(await me(screen.token, device)).toBe(200)
  await expect(connect(server.url, { screenToken: old, screenDevice: device })).rejects.toThrow(
    'UNAUTHENTICATED',
  )
  expect(copied(screen.id)).toBe('old-token')
  expect(notes.at(-1)).toMatchObject({ kind: 'screen.copied', subject: `screen:${screen.id}` })
  screen.socket.close()
})

test('a page that comes back under the token of before is given another at once, and is not locked out when its grace is over', async () => {
  const device = 'A'.repeat(43)
  const paired = await pair(server)
  const screen = await arrive(server, paired, device)
  expect(await server.app.wall.tokens.rotate(paired.id)).toBe(true)
  // It lost its power before the new one was written on its disk.
  screen.socket.close()
  const back = await arrive(server, paired, device)
  const inUse = async (token: string) => {
    const { rows } = await server.app.db.pool.query(
      'select 1 from screen where id = $1 and token_hash = $2',
      [...[paired.id, server.app.access.hashToken(token)]],
    )
    expect(rows).toHaveLength(1)
  }
  await eventually(() => inUse(back.token))
  expect([paired.token, screen.token]).not.toContain(back.token)
  await server.app.db.pool.query("update screen_token set good_until = now() - interval '1 second'")
  expect(await me(back.token, device)).toBe(200)
  back.socket.close()
  const again = await arrive(server, { id: paired.id, token: back.token }, device)
  expect(again.socket.connected).toBe(true)
  expect(copied(paired.id)).toBeUndefined()
  again.socket.close()
})

test('a token that was offered and never answered for opens all the same, so that no power cut locks a screen out', async () => {
  const device = 'A'.repeat(43)
  const paired = await pair(server)
  const screen = await arrive(server, paired, device)
  let offered = ''
  screen.socket.off('screen:token')
  screen.socket.on('screen:token', (token) => {
    offered = token
    screen.socket.close()
  })
  expect(await server.app.wall.tokens.rotate(paired.id)).toBe(false)
  expect(await me(paired.token, device)).toBe(200)
  const back = await arrive(server, { id: paired.id, token: offered }, device)
  expect(await me(offered, device)).toBe(200)
  back.socket.close()
})

test('a token copied to a second machine opens nothing there, and both are told of on the desk', async () => {
  const paired = await pair(server)
  const screen = await arrive(server, paired, 'A'.repeat(43))
  for (const other of [{ screenDevice: 'B'.repeat(43) }, {}])
    await expect(connect(server.url, { screenToken: paired.token, ...other })).rejects.toThrow(
      'UNAUTHENTICATED',
    )
  expect(await me(paired.token)).toBe(401)
  expect(await me(paired.token, 'A'.repeat(43))).toBe(200)
  expect(copied(paired.id)).toBe('other-machine')
  expect(screen.socket.connected).toBe(true)
  screen.socket.close()
})

test('of two that live under one token and one machine’s secret, the second is shut out', async () => {
  const paired = await pair(server)
  const screen = await arrive(server, paired)
  await expect(
    connect(server.url, { screenToken: paired.token, screenDevice: 'D'.repeat(43) }),
  ).rejects.toThrow('SCREEN_TAKEN')
  expect(copied(paired.id)).toBe('two-at-once')
  expect(screen.socket.connected).toBe(true)
  // The page that was there has gone: the next one is the screen.
  screen.socket.close()
  const again = await arrive(server, paired)
  expect(again.socket.connected).toBe(true)
  again.socket.close()
})

test('a screen is repaired by another code: number, name, group and place stay, the old page is out', async () => {
  const paired = await pair(server)
  await duty.post(`/api/screens/${paired.id}/rename`, { name: 'Tường trái' })
  expect((await duty.post(`/api/screens/${paired.id}/group`, { group: 'Phòng họp A' })).status).toBe(200)
  const old = await arrive(server, paired, 'A'.repeat(43))
  const ended = new Promise((done) => old.socket.once('screen:revoked', () => done(true)))
  const { code, deviceSecret } = (
    await server.anonymous.post<{ code: string; deviceSecret: string }>('/api/screens/hello')
  ).body
  const repaired = await duty.post('/api/screens/approve', { code, screen: paired.id })
  expect(repaired.body).toMatchObject({ id: paired.id, name: 'Tường trái', group: 'Phòng họp A' })
  expect(await ended).toBe(true)
  const { token } = (await server.anonymous.post<{ token: string }>('/api/screens/poll', { deviceSecret }))
    .body
  const anew = await arrive(server, { id: paired.id, token }, 'B'.repeat(43))
  await eventually(() => expect(anew.selves[0]).toMatchObject({ id: paired.id, name: 'Tường trái' }))
  expect(await me(paired.token, 'A'.repeat(43))).toBe(401)
  anew.socket.close()
})

test('a repair, and pairing again what was revoked, ends every token of before: one in its grace binds no other machine', async () => {
  const device = 'A'.repeat(43)
  const screen = await arrive(server, await pair(server), device)
  const first = screen.token
  await server.app.wall.tokens.rotate(screen.id)
  expect(await me(first, device)).toBe(200)
  const repair = async () => {
    const { code, deviceSecret } = (
      await server.anonymous.post<{ code: string; deviceSecret: string }>('/api/screens/hello')
    ).body
    expect((await duty.post('/api/screens/approve', { code, screen: screen.id })).status).toBe(200)
    return (await server.anonymous.post<{ token: string }>('/api/screens/poll', { deviceSecret })).body.token
  }
  const second = await repair()
  // Nobody has come under the new token yet: the first that comes is the machine.
  await expect(connect(server.url, { screenToken: first, screenDevice: 'C'.repeat(43) })).rejects.toThrow(
    'UNAUTHENTICATED',
  )
  const anew = await arrive(server, { id: screen.id, token: second }, 'B'.repeat(43))
  await server.app.wall.tokens.rotate(screen.id)
  anew.socket.close()
  await duty.post(`/api/screens/${screen.id}/revoke`)
  const third = await repair()
  for (const token of [first, second, anew.token]) expect(await me(token, 'B'.repeat(43))).toBe(401)
  const last = await arrive(server, { id: screen.id, token: third }, 'D'.repeat(43))
  expect(last.socket.connected).toBe(true)
  last.socket.close()
})

/** The open alarms of the rule on screens that are broken into. */
const misused = async () => (await openOf(duty, 'XAM-NHAP')).filter((a) => a.active)

test('codes that are guessed raise an alarm once, which stands until somebody has taken it; the wall hears of nobody', async () => {
  const guesser = await server.as('duty')
  for (let n = 0; n < 6; n++) await guesser.post('/api/screens/approve', { code: '000000', name: 'x' })
  const told = notes.filter((n) => n.kind === 'screen.code-guessed')
  expect(told).toHaveLength(1)
  const { rows } = await server.app.db.pool.query<{ actor: string }>(
    "select actor from audit_entry where action = 'screen.code-guessed'",
  )
  expect(rows).toHaveLength(1)
  const who = rows[0]?.actor.replace('account:', '') ?? ''
  const alarm = await eventually(async () => {
    const found = (await misused()).find((a) => a.subject === `intrusion:code:${who}/guessed`)
    if (!found) throw new Error('no alarm of the guesser')
    return found
  })
  expect(alarm).toMatchObject({ severity: 'high', needsPerson: true })
  expect(told[0]?.text.vi).toContain(who)
  expect(alarm.text.vi).toContain(who)
  expect(alarm.title.vi).not.toContain(who)
  const seen = happened.filter((h) => h.kind === 'screen-guessed')
  expect(seen).toHaveLength(1)
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`${who}|127\\.0\\.0\\.1`))
  expect((await duty.post(`/api/alarms/${alarm.id}/acknowledge`, { note: 'đã gọi hỏi' })).status).toBe(200)
  await eventually(async () =>
    expect((await openOf(duty, 'XAM-NHAP')).map((a) => a.id)).not.toContain(alarm.id),
  )
})

test('the mark of a copied token goes when somebody takes it, on the desk or as an alarm; what comes next is seen', async () => {
  type Row = { id: number; kind: string; subject: string }
  const causes = async (id: number) =>
    (await duty.get<Row[]>('/api/attention?limit=500')).body.filter(
      (c) => c.kind === 'intrusion' && c.subject === `screen:${id}`,
    )
  const cause = (id: number) =>
    eventually(async () => {
      const [found] = await causes(id)
      if (!found) throw new Error('no cause of the copy')
      return found
    })
  const alarm = (id: number) =>
    eventually(async () => {
      const found = (await misused()).find((a) => a.subject === `intrusion:screen:${id}/copied`)
      if (!found) throw new Error('no alarm of the copy')
      return found
    })
  const worst = (id: number) => {
    const row = server.app.live.screens().find((r) => r.id === id)
    return row && server.app.wall.states.fault(row, row.since)
  }
  for (const [n, take] of [
    async (id: number) => duty.post(`/api/attention/${(await cause(id)).id}/acknowledge`, { note: 'đã xem' }),
    async (id: number) => duty.post(`/api/alarms/${(await alarm(id)).id}/acknowledge`, { note: 'đã xem' }),
  ].entries()) {
    const paired = await pair(server)
    const device = `${n}`.repeat(43)
    const screen = await arrive(server, paired, device)
    const elsewhere = () =>
      expect(
        connect(server.url, { screenToken: paired.token, screenDevice: 'Z'.repeat(43) }),
      ).rejects.toThrow('UNAUTHENTICATED')
    await elsewhere()
    expect([copied(paired.id), worst(paired.id)]).toEqual(['other-machine', 'copied'])
    expect((await take(paired.id)).status).toBe(200)
    await eventually(() => expect(copied(paired.id)).toBeUndefined())
    await eventually(async () => expect(await causes(paired.id)).toEqual([]))
    expect(worst(paired.id)).toBeNull()
    // The same copy goes on trying: that is known.
    await elsewhere()
    expect(copied(paired.id)).toBeUndefined()
    // Another is news.
    await expect(connect(server.url, { screenToken: paired.token, screenDevice: device })).rejects.toThrow(
      'SCREEN_TAKEN',
    )
    expect(copied(paired.id)).toBe('two-at-once')
    await cause(paired.id)
    screen.socket.close()
    await eventually(() => expect(worst(paired.id)).toBe('lost'))
  }
})

test('a copied token is an alarm that outlives a restart and ends when the screen is repaired or somebody took it', async () => {
  const copies = async (id: number) =>
    (await misused()).filter((a) => a.subject === `intrusion:screen:${id}/copied`)
  const copy = async () => {
    const paired = await pair(server)
    const screen = await arrive(server, paired, 'A'.repeat(43))
    screen.socket.close()
    await expect(
      connect(server.url, { screenToken: paired.token, screenDevice: 'B'.repeat(43) }),
    ).rejects.toThrow('UNAUTHENTICATED')
    await eventually(async () => expect(await copies(paired.id)).toHaveLength(1))
    return paired.id
  }
  const [repaired, taken] = [await copy(), await copy()]
  expect(JSON.stringify(happened.filter((h) => h.kind === 'screen-copied'))).not.toContain('127.0.0.1')
  const before = (await misused()).map((a) => a.id)
  await server.app.close()
  const again = await startServer({ DATABASE_URL: database.url })
  await server.stop()
  server = again
  duty = await server.as('administrator')
  await eventually(async () => expect((await misused()).map((a) => a.id)).toEqual(before))

  const { code } = (await server.anonymous.post<{ code: string }>('/api/screens/hello')).body
  await duty.post('/api/screens/approve', { code, screen: repaired })
  await eventually(async () => expect(await copies(repaired)).toEqual([]))
  const [alarm] = await copies(taken)
  await duty.post(`/api/alarms/${alarm?.id}/acknowledge`, { note: 'mở hai cửa sổ' })
  await eventually(async () => expect(await copies(taken)).toEqual([]))
})
