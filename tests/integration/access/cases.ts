import { expect } from 'vitest'
import { OF_HA_NOI, OF_QUANG_NINH, type Stage, type Who } from './stage.ts'

type Case = (stage: Stage) => Promise<void>
const status = async (s: Stage, who: Who, path: string) => (await s.ask[who]('GET', path)).status
/** Nobody is let in; Quảng Ninh gets its own; of Hà Nội's there is no trace, whichever way it asks. */
async function ownAlone(s: Stage, path: string): Promise<void> {
  expect(await status(s, 'nobody', path)).toBe(401)
  const seen = await s.ask.quangNinh('GET', path)
  expect(seen.status).toBe(200)
  expect(seen.text).toContain(String(OF_QUANG_NINH))
  expect(seen.text).not.toContain(String(OF_HA_NOI))
  expect((await s.ask.leader('GET', path)).text).toContain(String(OF_HA_NOI))
  expect((await s.ask.screen('GET', path)).text).toContain(String(OF_HA_NOI))
}
/** The same question about one's own and about another's. */
async function ownNotOther(s: Stage, own: string, other: string): Promise<void> {
  expect(await status(s, 'nobody', own)).toBe(401)
  expect([own, await status(s, 'quangNinh', own)]).toEqual([own, 200])
  expect([other, await status(s, 'quangNinh', other)]).toEqual([other, 404])
  expect([other, await status(s, 'haNoi', other)]).toEqual([other, 200])
  expect([own, await status(s, 'leader', own)]).toEqual([own, 200])
}
/** The same, and nothing of it for a screen: it would show what the rule of privacy keeps from it. */
async function ofPeople(s: Stage, own: string, other: string): Promise<void> {
  await ownNotOther(s, own, other)
  for (const path of [own, other]) expect([path, await status(s, 'screen', path)]).toEqual([path, 403])
}
const byConnection =
  (rest: string): Case =>
  (s) =>
    ofPeople(s, `/api/connections/${s.own.id}${rest}`, `/api/connections/${s.other.id}${rest}`)
const byMessage =
  (rest: string): Case =>
  (s) =>
    ofPeople(s, `/api/messages/${s.own.message}${rest}`, `/api/messages/${s.other.message}${rest}`)

async function session(s: Stage, unit: string): Promise<string> {
  const made = await s.ask.leader('POST', '/api/bridge', { title: 'Giao ban', units: [unit] })
  expect(made.status).toBe(201)
  return (made.body as { session: { id: string } }).session.id
}
const end = (s: Stage, id: string) => s.ask.leader('POST', `/api/bridge/${id}/end`)

/** Routes whose rule depends on what is asked for: each shows here that it holds. */
export const CASES: Record<string, Case> = {
  'GET /api/history': (s) =>
    ownNotOther(
      s,
      `/api/history?indicator=${s.indicator}&unit=22`,
      `/api/history?indicator=${s.indicator}&unit=01`,
    ),
  'GET /api/units/:code/standing': async (s) => {
    await ownNotOther(s, '/api/units/22/standing', '/api/units/01/standing')
    const { body } = await s.ask.quangNinh('GET', '/api/units/22/standing')
    // Of a scope with one province there is nobody to stand among.
    expect((body as { places: unknown[] }).places).toEqual([])
  },
  'GET /api/series': (s) =>
    ownNotOther(
      s,
      `/api/series?indicator=${s.indicator}&unit=22`,
      `/api/series?indicator=${s.indicator}&unit=01`,
    ),
  'GET /api/indicator/:code/projection': (s) =>
    ownNotOther(
      s,
      `/api/indicator/${s.indicator}/projection?unit=22`,
      `/api/indicator/${s.indicator}/projection?unit=01`,
    ),
  'GET /api/latest': async (s) => {
    await ownAlone(s, `/api/latest?indicator=${s.indicator}`)
    await ownAlone(s, `/api/latest?indicator=${s.indicator}&format=csv`)
  },
  'GET /api/observations': async (s) => {
    await ownAlone(s, `/api/observations?indicator=${s.indicator}`)
    await ownAlone(s, `/api/observations?indicator=${s.indicator}&format=csv`)
  },
  'GET /api/indicator/:code/summary': async (s) => {
    await ownAlone(s, `/api/indicator/${s.indicator}/summary`)
    const { body } = await s.ask.quangNinh('GET', `/api/indicator/${s.indicator}/summary`)
    const { nation, units } = body as { nation: { value: number }; units: { unit: string }[] }
    expect(nation.value).toBe(OF_HA_NOI + OF_QUANG_NINH)
    expect(units.map((u) => u.unit)).toEqual(['22'])
  },
  'GET /api/series/:indicator/:unit/lineage': async (s) => {
    const of = (unit: string) => `/api/series/${s.indicator}/${unit}/lineage`
    await ownNotOther(s, of('22'), of('01'))
    const parts = async (who: Who) => {
      const { status, body } = await s.ask[who]('GET', of('VN'))
      expect(status).toBe(200)
      const { value, computed } = body as {
        value: number
        computed: { parts: number; units: { unit: string }[] }
      }
      expect([value, computed.parts]).toEqual([OF_HA_NOI + OF_QUANG_NINH, 2])
      return computed.units.map((u) => u.unit).sort()
    }
    expect(await parts('leader')).toEqual(['01', '22'])
    expect(await parts('quangNinh')).toEqual(['22'])
  },

  'POST /api/connections/:id/observations': (s) => keyAlone(s, 'observations'),
  'POST /api/connections/:id/conformance': (s) => keyAlone(s, 'conformance'),
  // The key opens the door; what comes through it here is no alert, which says that it was let in.
  'POST /api/connections/:id/alerts': (s) => keyAlone(s, 'alerts', 415),
  'GET /api/connections': async (s) => {
    expect(await status(s, 'nobody', '/api/connections')).toBe(401)
    expect(await status(s, 'screen', '/api/connections')).toBe(403)
    const ids = async (who: Who) =>
      ((await s.ask[who]('GET', '/api/connections')).body as { id: string }[]).map((c) => c.id)
    expect(await ids('quangNinh')).toEqual([s.own.id])
    expect((await ids('leader')).sort()).toEqual([s.own.id, s.other.id].sort())
  },
  'GET /api/connections/:id/messages': byConnection('/messages'),
  'GET /api/connections/:id/quarantine': byConnection('/quarantine'),
  'GET /api/connections/:id/contract': byConnection('/contract'),
  'GET /api/messages/:id': byMessage(''),
  'GET /api/messages/:id/raw': byMessage('/raw'),

  'GET /api/bridge': async (s) => {
    expect(await status(s, 'nobody', '/api/bridge')).toBe(401)
    const id = await session(s, '01')
    const ids = async (who: Who) =>
      ((await s.ask[who]('GET', '/api/bridge')).body as { id: string }[]).map((x) => x.id)
    expect(await ids('leader')).toContain(id)
    expect(await ids('haNoi')).toEqual([id])
    for (const who of ['quangNinh', 'analyst', 'screen'] as const) expect(await ids(who)).toEqual([])
    await end(s, id)
  },
  'GET /api/bridge/:id': async (s) => {
    const id = await session(s, '01')
    const path = `/api/bridge/${id}`
    for (const [who, wanted] of [
      ['nobody', 401],
      ['quangNinh', 403],
      ['analyst', 403],
      ['screen', 403],
      ['haNoi', 200],
      ['leader', 200],
    ] as const)
      expect([who, await status(s, who, path)]).toEqual([who, wanted])
    await end(s, id)
  },
}

/** Only the connection's own key opens it: no person, no screen, no other connection's. */
async function keyAlone(
  s: Stage,
  what: 'observations' | 'conformance' | 'alerts',
  letIn = 200,
): Promise<void> {
  const path = `/api/connections/${s.own.id}/${what}`
  const row = { observations: [{ indicator: s.indicator, unit: '22', period: '2026-08', value: 1 }] }
  for (const who of ['nobody', 'quangNinh', 'administrator', 'screen'] as const)
    expect([who, (await s.ask[who]('POST', path, row)).status]).toEqual([who, 401])
  const send = (id: string, key: string) =>
    fetch(`${s.server.url}/api/connections/${id}/${what}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(row),
    }).then((r) => r.status)
  expect(await send(s.own.id, s.other.key)).toBe(401)
  expect(await send('KHONG-CO', s.own.key)).toBe(401)
  expect(await send(s.own.id, s.own.key)).toBe(letIn)
}
