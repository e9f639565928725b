import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startEmbedded } from '../../../server/db/embedded/index.ts'
import { ADMINISTRATOR, ServerProcess } from '../../fixtures/intake/process.ts'
import { load } from '../../fixtures/intake/source.ts'
import { Client } from '../../harness/client.ts'
import { eventually } from '../../harness/eventually.ts'
import { freePort } from '../../harness/port.ts'

const FILES = 400
let folder: string
let server: ServerProcess
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'td-drop-kill-'))
  const env = Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v] as const]))
  server = new ServerProcess({ ...Object.fromEntries(env), DATABASE_URL: '', DATA_DIR: folder })
  await server.start({ http: await freePort(), mqtt: await freePort() })
})
afterEach(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

it('kill -9 in the middle of a full folder loses no file and doubles no row', async () => {
  const admin = new Client(server.url)
  await admin.signIn(ADMINISTRATOR.username, ADMINISTRATOR.password)
  const made = await admin.post('/api/connections', {
    ...{ id: 'THU-MUC', agencyCode: 'VN', connector: 'file-drop', name: { vi: 'Tệp', en: 'Files' } },
    contract: {
      times: { period: 'PT1S', graceSeconds: 5, expirySeconds: 60, hours: null },
      series: [{ indicator: 'KTN-02', units: ['VN'] }],
    },
  })
  expect(made.status).toBe(201)
  const settings = { kind: 'file-drop', every: 'PT1S', format: null, keepDays: 30 }
  expect(
    (await admin.post('/api/connections/THU-MUC/settings', { settings, secrets: {}, after: 0 })).status,
  ).toBe(200)
  const at = join(folder, 'drop', 'THU-MUC')
  const done = async () => (await readdir(join(at, 'done'))).filter((f) => f.endsWith('.csv')).length
  await eventually(() => readdir(join(at, 'in')))
  for (let i = 0; i < FILES; i++)
    await writeFile(
      join(at, 'in', `${i}.csv`),
      `indicator,unit,at,value\nKTN-02,VN,${load(i).at},${load(i).value}\n`,
    )
  for (let kill = 1; kill <= 4; kill++) {
    const before = await done()
    await eventually(async () => expect(await done()).toBeGreaterThan(before))
    await pause(Math.random() * 40) // any moment of the work is the point
    await server.kill()
    await server.start()
  }
  await eventually(async () => expect(await readdir(join(at, 'in'))).toEqual([]), { timeout: 90_000 })
  await server.stop()
  // What was killed between its two steps may stand in `done` under a second name as well: a copy, never a second row.
  expect(await done()).toBeGreaterThanOrEqual(FILES)
  const quiet = { info() {}, warn() {}, error() {} }
  const embedded = await startEmbedded({ dataDir: join(folder, 'postgres'), log: quiet })
  const db = new pg.Client(embedded.connection)
  await db.connect()
  try {
    const { rows } = await db.query(
      'select count(*)::int as rows, count(distinct valid_from)::int as times, max(revision) as revision from observation',
    )
    expect(rows).toEqual([{ rows: FILES, times: FILES, revision: 0 }])
  } finally {
    await db.end()
    await embedded.stop()
  }
}, 300_000)
