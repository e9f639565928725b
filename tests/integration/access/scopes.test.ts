import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../../../shared/vocabulary.ts'
import { CASES } from './cases.ts'
import { NATIONAL } from './national.ts'
import { type Ask, type Stage, stage, type Who } from './stage.ts'

let s: Stage
beforeAll(async () => {
  s = await stage()
})
afterAll(() => s?.stop())

/** Ids that nothing has, so that whoever is let in finds nothing to change. */
const pathOf = (url: string) =>
  url
    .replace(/:code\b/g, s.indicator)
    .replace(/:\w+/g, '999999')
    .replace('*', 'index.css')
const routes = (scope: (word: string) => boolean) =>
  s.server.app.access.routes().filter((r) => r.method !== 'HEAD' && r.method !== 'OPTIONS' && scope(r.scope))
const key = (r: { method: string; url: string }) => `${r.method} ${r.url}`
/** What each asker got: refused (401 or 403), or let in. */
async function outcomeOf(ask: Ask, r: { method: string; url: string }): Promise<number | 'in'> {
  const { status } = await ask(r.method, pathOf(r.url))
  return status === 401 || status === 403 ? status : 'in'
}
const outcome = (who: Who, r: { method: string; url: string }) => outcomeOf(s.ask[who], r)
const forRoles = (word: string) => /^(role|nation):/.test(word)
const rolesOf = (r: { scope: string }) => r.scope.slice(r.scope.indexOf(':') + 1).split(',')
const BY_CASE = new Set(['account', 'series', 'connection', 'session'])
const KNOWN = (word: string) =>
  ['public', 'self', 'screen', 'signed-in'].includes(word) || BY_CASE.has(word) || forRoles(word)

describe('every route', () => {
  it('names a rule that is tested below', () => {
    expect(routes(() => true).length).toBeGreaterThan(55)
    expect(routes((word) => !KNOWN(word)).map(key)).toEqual([])
  })

  it('whose rule depends on what is asked for has its own case, and each case its route', () => {
    const named = routes((word) => BY_CASE.has(word)).map(key)
    expect(named.sort()).toEqual(Object.keys(CASES).sort())
  })

  it.each(Object.keys(CASES))('%s', async (name) => CASES[name]?.(s))

  it('for some roles refuses everyone else, before it looks at what was sent', async () => {
    for (const r of routes(forRoles)) {
      const roles = rolesOf(r)
      for (const role of roles) expect(ROLES).toContain(role)
      expect([key(r), 'nobody', await outcome('nobody', r)]).toEqual([key(r), 'nobody', 401])
      expect([key(r), 'screen', await outcome('screen', r)]).toEqual([key(r), 'screen', 403])
      for (const role of ROLES as readonly Role[])
        expect([key(r), role, await outcome(role, r)]).toEqual([
          key(r),
          role,
          roles.includes(role) ? 'in' : 403,
        ])
    }
  })

  it('over the whole country refuses the same roles of one province, before it looks at what was sent', async () => {
    const national = routes((word) => word.startsWith('nation:'))
    expect(national.map(key)).toEqual(expect.arrayContaining(NATIONAL))
    for (const r of national)
      for (const role of ROLES as readonly Role[]) {
        const wanted = [key(r), `${role} of a province`, 403]
        expect([key(r), `${role} of a province`, await outcomeOf(s.ofProvince[role], r)]).toEqual(wanted)
      }
  })

  it('of the national wall and its scenes refuses accounts of one province, before it looks at what was sent', async () => {
    const wall = routes((word) => word.startsWith('role:')).filter((r) =>
      /^\/api\/(screens|walls|scenes?|scene-\w+|playlists)(\/|$)/.test(r.url),
    )
    expect(wall.length).toBeGreaterThan(25)
    for (const role of ['duty', 'leader', 'administrator', 'analyst', 'auditor'] as const) {
      const ofProvince = await s.server.as(role, '22')
      for (const r of wall) {
        const { status } = await ofProvince.fetch(pathOf(r.url), { method: r.method })
        expect([key(r), role, status]).toEqual([key(r), role, 403])
      }
    }
  })

  it('for whoever is signed in refuses the rest', async () => {
    for (const r of routes((word) => word === 'signed-in')) {
      expect([key(r), await outcome('nobody', r)]).toEqual([key(r), 401])
      for (const who of ['screen', 'quangNinh', 'analyst'] as const)
        expect([key(r), who, await outcome(who, r)]).toEqual([key(r), who, 'in'])
    }
  })

  it('about oneself refuses nobody and screens, before it looks at what was sent', async () => {
    for (const r of routes((word) => word === 'self')) {
      expect([key(r), await outcome('nobody', r)]).toEqual([key(r), 401])
      expect([key(r), await outcome('screen', r)]).toEqual([key(r), 403])
    }
  })

  it('of a screen refuses nobody and every person, before it looks at what was sent', async () => {
    const own = routes((word) => word === 'screen')
    expect(own.length).toBeGreaterThan(0)
    for (const r of own) {
      expect([key(r), await outcome('nobody', r)]).toEqual([key(r), 401])
      for (const who of ['administrator', 'duty', 'quangNinh'] as const)
        expect([key(r), who, await outcome(who, r)]).toEqual([key(r), who, 403])
      expect([key(r), await outcome('screen', r)]).toEqual([key(r), 'in'])
    }
  })

  it('open to all is one of those meant to be, and gives no data', async () => {
    const open = routes((word) => word === 'public').filter((r) => !/^\/(assets|geo|kit)\//.test(r.url))
    expect(
      open
        .map(key)
        .filter((k) => !/^GET \/(index\.html|icon\.svg|alarm-worker\.js|wall-worker\.js)$/.test(k))
        .sort(),
    ).toEqual([
      'GET /api/line/:ticket',
      'GET /api/screens/ready',
      'GET /healthz',
      'GET /loader.html',
      'GET /readyz',
      'POST /api/bridge/point',
      'POST /api/first-administrator',
      'POST /api/line/:ticket',
      'POST /api/screens/hello',
      'POST /api/screens/pair',
      'POST /api/screens/poll',
      'POST /api/sign-in',
      'POST /api/sign-out',
    ])
  })
})

describe('a credential that is not what it says', () => {
  it('opens nothing', async () => {
    const bearer = (authorization: string, path = '/api/indicators') =>
      fetch(s.server.url + path, { headers: { authorization } }).then((r) => r.status)
    const cookieSecret = s.cookies.leader.split('=')[1] ?? ''
    for (const authorization of [
      `Bearer ${'A'.repeat(43)}`,
      `Bearer ${s.own.key}`,
      `Bearer ${s.screenToken}`,
      `Bearer ${cookieSecret}`,
      `Screen ${cookieSecret}`,
      `Basic ${Buffer.from('a:b').toString('base64')}`,
    ])
      expect([authorization, await bearer(authorization)]).toEqual([authorization, 401])
  })
})
