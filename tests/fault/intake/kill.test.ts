import { randomInt } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbedded } from '../../../server/db/embedded/index.ts'
import { type Sent, sendByHttp, sendByMqtt } from '../../fixtures/intake/load.ts'
import { ADMINISTRATOR, ServerProcess } from '../../fixtures/intake/process.ts'
import { Client } from '../../harness/client.ts'
import { freePort } from '../../harness/port.ts'

let folder: string
let server: ServerProcess
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'td-kill-'))
  const { DATABASE_URL: _, ...env } = process.env
  server = new ServerProcess({ ...onlyText(env), DATABASE_URL: '', DATA_DIR: folder })
  const [http, mqtt] = [await freePort(), await freePort()]
  await server.start({ http: http!, mqtt: mqtt! })
})
afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const onlyText = (env: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])))

/** Four sources, each with an indicator of its own: the last sends by MQTT. */
async function agreeAll(): Promise<Sent[]> {
  const admin = new Client(server.url)
  await admin.signIn(ADMINISTRATOR.username, ADMINISTRATOR.password)
  const sources: Sent[] = []
  for (const indicator of ['KTN-02', 'KTN-03', 'KTN-04', 'KTTH-25']) {
    const { status, body } = await admin.post<{ id: string; key: string }>('/api/connections', {
      id: `TAI-${indicator}`,
      agencyCode: 'VN',
      name: { vi: 'Tải thử', en: 'Load' },
      connector: indicator === 'KTTH-25' ? 'mqtt' : 'http-push',
      simulated: true,
      contract: {
        times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
        series: [{ indicator }],
      },
    })
    expect(status).toBe(201)
    sources.push({ ...body, indicator })
  }
  return sources
}

/** Keeps all sources sending while `disturb` runs; returns the rows each was answered for. */
async function underLoad(sources: Sent[], disturb: () => Promise<void>): Promise<Map<string, number>> {
  const stop = new AbortController()
  const running = sources.map((s, i) =>
    i === sources.length - 1
      ? sendByMqtt(server.mqttPort, s, stop.signal)
      : sendByHttp(server.url, s, stop.signal),
  )
  try {
    await disturb()
  } finally {
    stop.abort()
  }
  const counts = await Promise.all(running)
  return new Map(sources.map((s, i) => [s.indicator, counts[i]!]))
}

/** Every answered row is there exactly once and nothing else, the newest value is the last one, and no message is there twice. */
async function check(answered: Map<string, number>): Promise<void> {
  await server.stop()
  const embedded = await startEmbedded({
    dataDir: join(folder, 'postgres'),
    log: { info() {}, warn() {}, error() {} },
  })
  const db = new pg.Client(embedded.connection)
  await db.connect()
  try {
    const { rows } = await db.query<{
      indicator: string
      rows: number
      times: number
      revisions: number
      wrong: number
      latest: number
    }>(
      `select i.code as indicator, count(*)::int as rows, count(distinct o.valid_from)::int as times,
         max(o.revision) as revisions, max(l.value) as latest,
         count(*) filter (where o.value <> extract(epoch from o.valid_from - '2026-01-01T00:00:00Z'))::int as wrong
       from observation o join series s on s.id = o.series_id join indicator i on i.id = s.indicator_id
       join latest l on l.series_id = o.series_id group by i.code`,
    )
    const found = new Map(rows.map((r) => [r.indicator, r]))
    for (const [indicator, count] of answered) {
      expect(count).toBeGreaterThan(0)
      expect(found.get(indicator)).toEqual({
        indicator,
        rows: count,
        times: count,
        revisions: 0,
        wrong: 0,
        latest: count - 1,
      })
    }
    const twice = await db.query(
      `select connection_id, sha256 from message where accepted > 0 group by 1, 2 having count(*) > 1`,
    )
    expect(twice.rows).toEqual([])
    const lost = await db.query(
      `select m.id from message m where m.accepted <> (select count(*) from observation o where o.message_id = m.id)`,
    )
    expect(lost.rows).toEqual([])
  } finally {
    await db.end()
    await embedded.stop()
  }
}

describe('under load', () => {
  it('kill -9 of the server at any moment loses no accepted row and doubles none', async () => {
    const sources = await agreeAll()
    const answered = await underLoad(sources, async () => {
      for (let i = 0; i < 5; i++) {
        await pause(randomInt(100, 1_200)) // any moment is the point
        await server.kill()
        await server.start()
      }
      await pause(500)
    })
    await check(answered)
  }, 300_000)

  it('kill -9 of PostgreSQL at any moment loses no accepted row and doubles none', async () => {
    const sources = await agreeAll()
    const answered = await underLoad(sources, async () => {
      for (let i = 0; i < 4; i++) {
        await pause(randomInt(200, 1_500))
        const pid = await postmaster()
        process.kill(pid, 'SIGKILL')
        await back(pid)
      }
      await pause(500)
    })
    await check(answered)
  }, 300_000)
})

async function postmaster(): Promise<number> {
  const text = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  return Number(text.split('\n')[0])
}

/** Waits until another PostgreSQL runs in the place of the killed one and the server says that it is ready. */
async function back(killed: number): Promise<void> {
  for (;;) {
    const pid = await postmaster()
    const ok = await fetch(`${server.url}/readyz`).then(
      (r) => r.ok,
      () => false,
    )
    if (ok && pid && pid !== killed) return
    await pause(20)
  }
}
