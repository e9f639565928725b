import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Keys } from './keys.ts'
import type { Planned } from './plan.ts'

const MAINTENANCE = { id: 'BTP-VB', hours: 6, reason: 'Nâng cấp phần mềm theo kế hoạch' }

/** Agrees every connection that is not there yet and keeps its key; a key that was lost is made anew. */
export async function ensureConnections(app: FastifyInstance, planned: Planned[]): Promise<Keys> {
  const keys = new Keys(join(app.config.dataDir, 'demonstration', 'keys.json'))
  await keys.read()
  const { connections } = app.intake
  for (const p of planned) {
    if (!connections.get(p.id)) {
      const { key } = await connections.create(
        {
          id: p.id,
          agencyCode: p.agency,
          name: p.name,
          connector: p.connector,
          simulated: true,
          contract: {
            times: {
              period: p.period,
              graceSeconds: p.grace,
              expirySeconds: p.expiry,
              hours: p.hours ?? null,
              deadlines: p.deadlines ?? null,
            },
            series: p.series.map((s) => ({ indicator: s.indicator, units: s.units.map((u) => u.code) })),
          },
        },
        'system',
      )
      keys.set(p.id, key)
    } else if (!keys.get(p.id)) keys.set(p.id, (await connections.rekey(p.id, 'system')).key)
  }
  await keys.write()
  const from = Date.now()
  if (connections.get(MAINTENANCE.id) && !connections.get(MAINTENANCE.id)?.maintenance)
    await connections.setMaintenance(
      MAINTENANCE.id,
      { from, to: from + MAINTENANCE.hours * 3_600_000, reason: MAINTENANCE.reason },
      'system',
    )
  return keys
}
