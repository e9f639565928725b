import { ROLES, type Role } from '../../../shared/vocabulary.ts'
import { agree, type Source } from '../../fixtures/intake/source.ts'
import { eventually } from '../../harness/eventually.ts'
import { startServer, type TestServer } from '../../harness/server.ts'

export type Answer = { status: number; body: unknown; text: string }
export type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>
export type Who = Role | 'nobody' | 'screen' | 'quangNinh' | 'haNoi'

export type Stage = {
  server: TestServer
  ask: Record<Who, Ask>
  /** One person of each role, of Quảng Ninh alone. */
  ofProvince: Record<Role, Ask>
  cookies: Record<'leader' | 'quangNinh' | 'haNoi', string>
  screenToken: string
  /** A monthly indicator of provinces that is summed up for the nation. */
  indicator: string
  own: Source & { message: string }
  other: Source & { message: string }
  stop(): Promise<void>
}
/** What Hà Nội sent: no answer to Quảng Ninh may carry it, alone or by itself in a list of parts. */
export const OF_HA_NOI = 777_771
export const OF_QUANG_NINH = 5

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  let body: unknown = null
  try {
    body = JSON.parse(text)
  } catch {}
  return { status: response.status, body, text }
}

function asker(url: string, headers: Record<string, string>): Ask {
  return async (method, path, body) =>
    read(
      await fetch(url + path, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual',
      }),
    )
}

/** A server with two provinces that sent, a paired screen, and one person of each kind. */
export async function stage(): Promise<Stage> {
  const server = await startServer()
  const { app, url } = server
  const person = async (role: Role, unit?: string) => {
    const { cookie, csrf } = await server.as(role, unit)
    return { cookie, ask: asker(url, { cookie, 'x-td-csrf': csrf }) }
  }
  const people = new Map<Who, Awaited<ReturnType<typeof person>>>()
  for (const role of ROLES) people.set(role, await person(role))
  people.set('quangNinh', await person('agency', '22'))
  people.set('haNoi', await person('agency', '01'))
  const of = (who: Who) => {
    const found = people.get(who)
    if (!found) throw new Error(`nobody called ${who}`)
    return found
  }

  const link = await app.wall.pairingLink(url)
  const paired = await server.anonymous.post<{ token: string }>('/api/screens/pair', {
    token: link.split('#pair=')[1],
  })
  const screenToken = paired.body.token

  const indicator = app.catalogue
    .now()
    .indicators.find((i) => i.level === 'province' && i.period === 'monthly' && i.aggregation === 'sum')?.code
  if (!indicator) throw new Error('the catalogue has no monthly indicator of provinces that is summed up')
  const source = async (unit: string, value: number) => {
    const made = await agree(app, url, [{ indicator }], unit)
    const { answer } = await made.push({ observations: [{ indicator, unit, period: '2026-09', value }] })
    return { ...made, message: answer.message }
  }
  const own = await source('22', OF_QUANG_NINH)
  const other = await source('01', OF_HA_NOI)
  const now = app.catalogue.now()
  const nation = now.findSeries(now.indicator(indicator)?.id ?? 0, now.nation().id) ?? 0
  await eventually(() => {
    if (app.live.computed(nation)?.parts !== 2) throw new Error('not summed up yet')
  })
  const roles = Object.fromEntries(ROLES.map((r) => [r, of(r).ask])) as Record<Role, Ask>
  const ofProvince = {} as Record<Role, Ask>
  for (const role of ROLES) ofProvince[role] = (await person(role, '22')).ask
  return {
    server,
    ask: {
      ...roles,
      nobody: asker(url, {}),
      screen: asker(url, { authorization: `Screen ${screenToken}` }),
      quangNinh: of('quangNinh').ask,
      haNoi: of('haNoi').ask,
    },
    ofProvince,
    cookies: {
      leader: of('leader').cookie,
      quangNinh: of('quangNinh').cookie,
      haNoi: of('haNoi').cookie,
    },
    screenToken,
    indicator,
    own,
    other,
    stop: () => server.stop(),
  }
}
