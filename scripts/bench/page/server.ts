// A whole server in its own process for a part that watches a page. Prints one line of JSON and runs until its input ends.
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import { reservoirs, withReservoirs } from './reservoirs.ts'
import type { Started, Wanted } from './started.ts'

const wanted = JSON.parse(process.argv[2] ?? '{}') as Wanted
const dataDir = await mkdtemp(join(tmpdir(), 'td-bench-'))
const env = { PORT: '0', HOST: '127.0.0.1', MQTT_PORT: 'off', LOG_LEVEL: 'error', DATA_DIR: dataDir }
const app = await buildApp(readConfig(env, false))
await app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
const problems = await app.catalogue.importFrom(await withReservoirs(wanted.reservoirs), 'bench')
if (problems.length) throw new Error(JSON.stringify(problems.slice(0, 3)))
const password = 'a password of the bench'
await app.access.createAccount({
  username: 'bench',
  displayName: 'Bench',
  role: 'duty',
  unitCode: 'VN',
  password,
})
const codes = reservoirs(wanted.reservoirs)
const share = Math.ceil(codes.length / wanted.connections)
const connections: Started['connections'] = []
for (let i = 0; i < wanted.connections; i++) {
  const units = codes.slice(i * share, (i + 1) * share)
  const { id, key } = await app.intake.connections.create(
    {
      agencyCode: 'EVN',
      name: { vi: `Nguồn đo ${i}`, en: `Source ${i}` },
      connector: 'http-push',
      simulated: true,
      contract: {
        times: { period: wanted.period, graceSeconds: 60, expirySeconds: 600, hours: null },
        series: [{ indicator: 'KC-07' }, { indicator: 'KC-08' }, { indicator: 'KC-09' }].map((s) => ({
          ...s,
          units,
        })),
      },
    },
    'system',
  )
  connections.push({ id, key, units })
}
const started: Started = { url, pairing: await app.wall.pairingLink(url), password, connections }
process.stdout.write(`${JSON.stringify(started)}\n`)
process.stdin.resume().on('end', async () => {
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
  process.exit(0)
})
