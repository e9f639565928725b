// A whole server in a process of its own, with stations that report and, on demand, a profile of its work.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { buildApp } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import { serve } from '../child.ts'
import { indicators, stations, withStations } from './catalogue.ts'

export type Wanted = {
  indicators: number
  stations: number
  /** Series that have an id from the beginning; without, each comes with its first value. */
  series?: boolean
  /** A folder that stays; without one it is made and removed. */
  dataDir?: string
  env?: Record<string, string>
}
export type Source = { id: string; key: string; stations: string[]; indicators: string[] }
export type Started = {
  url: string
  port: number
  cookie: string
  database: pg.ClientConfig
}
const PASSWORD = 'a password of the bench'
let app: FastifyInstance | undefined
let made: string | undefined
let session: Session | undefined
let world: Wanted | undefined

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'bench', password: PASSWORD }),
  })
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

async function addSources(server: FastifyInstance, wanted: Wanted, count: number): Promise<Source[]> {
  const codes = stations(wanted.stations)
  const what = indicators(wanted.indicators)
  const share = Math.ceil(codes.length / count)
  const sources: Source[] = []
  for (let i = 0; i < count; i++) {
    const units = codes.slice(i * share, (i + 1) * share)
    const { id, key } = await server.intake.connections.create(
      {
        agencyCode: 'EVN',
        name: { vi: `Nguồn đo ${i}`, en: `Source ${i}` },
        connector: 'http-push',
        simulated: true,
        contract: {
          times: { period: 'PT10S', graceSeconds: 60, expirySeconds: 600, hours: null },
          series: what.map((indicator) => ({ indicator, units, min: -1e6, max: 1e6 })),
        },
      },
      'system',
    )
    sources.push({ id, key, stations: units, indicators: what })
  }
  return sources
}

async function listen(dataDir: string, more: Record<string, string> = {}): Promise<number> {
  const env = { PORT: '0', HOST: '127.0.0.1', MQTT_PORT: 'off', LOG_LEVEL: 'error', DATA_DIR: dataDir }
  app = await buildApp(readConfig({ ...env, ...more }, false))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return (app.server.address() as AddressInfo).port
}

serve({
  async start(wanted: Wanted): Promise<Started> {
    if (!wanted.dataDir) made = await mkdtemp(join(tmpdir(), 'td-bench-'))
    const dataDir = wanted.dataDir ?? made ?? ''
    world = wanted
    const port = await listen(dataDir, wanted.env)
    if (!app) throw new Error('the server has not started')
    const url = `http://127.0.0.1:${port}`
    const problems = await app.catalogue.importFrom(
      await withStations(wanted.indicators, wanted.stations),
      'bench',
    )
    if (problems.length) throw new Error(JSON.stringify(problems.slice(0, 3)))
    if (wanted.series) {
      const now = app.catalogue.now()
      const pairs = indicators(wanted.indicators).flatMap((code) => {
        const indicatorId = now.indicator(code)?.id ?? -1
        return stations(wanted.stations).map((unit) => ({
          indicatorId,
          unitId: now.unitsOfCode(unit)[0]?.id ?? -1,
        }))
      })
      await app.catalogue.seriesIds(pairs)
    }
    await app.access.createAccount({
      username: 'bench',
      displayName: 'Bench',
      role: 'duty',
      unitCode: 'VN',
      password: PASSWORD,
    })
    const { host, port: pgPort, user, database, connectionString } = app.db.pool.options
    const where = connectionString
      ? { connectionString }
      : { host: String(host), port: Number(pgPort), user: String(user), database: String(database) }
    return { url, port, cookie: await signIn(url), database: where }
  },
  /** Starts on a folder that has been used; seconds from the start of this process. */
  async again(dataDir: string): Promise<{ port: number; seconds: number; cookie: string }> {
    const port = await listen(dataDir)
    const seconds = performance.now() / 1000
    return { port, seconds, cookie: await signIn(`http://127.0.0.1:${port}`) }
  },
  /** So many connections more, which share all stations evenly. */
  async sources(count: number): Promise<Source[]> {
    if (!app || !world) throw new Error('the server has not started')
    return addSources(app, world, count)
  },
  /** Begins to watch where its time goes. */
  async profile() {
    session = new Session()
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.start')
  },
  /** Ends it and writes what was seen for Chromium's tools. */
  async profiled(path: string) {
    const { profile } = (await session?.post('Profiler.stop')) ?? {}
    session?.disconnect()
    await writeFile(path, JSON.stringify(profile))
  },
  async stop() {
    await app?.close()
    if (made) await rm(made, { recursive: true, force: true })
  },
})
