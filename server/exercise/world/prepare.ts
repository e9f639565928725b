import type { FastifyInstance } from 'fastify'
import type { Scenario, ScenarioConnection } from '../../../shared/api/exercise.ts'
import { PICTURE, type PictureRow } from '../driver/orders.ts'

const DAY = 86_400

/** By indicator, the units that come: each once. */
function seriesOf(pairs: readonly { indicator: string; unit: string }[]) {
  const units = new Map<string, Set<string>>()
  for (const { indicator, unit } of pairs) units.set(indicator, (units.get(indicator) ?? new Set()).add(unit))
  return [...units].map(([indicator, set]) => ({ indicator, units: [...set] }))
}

const contractOf = (c: ScenarioConnection, scenario: Scenario) => ({
  times: {
    period: `PT${c.everySeconds}S`,
    graceSeconds: c.graceSeconds,
    expirySeconds: c.expirySeconds,
    hours: null,
    deadlines: null,
  },
  series: seriesOf(scenario.injects.flatMap((i) => (i.kind === 'curve' && i.connection === c.id ? [i] : []))),
})

/** The scenario's connections and the one that brings the first picture, with keys that hold here alone. */
export async function makeConnections(
  app: FastifyInstance,
  scenario: Scenario,
  picture: readonly PictureRow[],
): Promise<Record<string, string>> {
  const { connections } = app.intake
  const keys: Record<string, string> = {}
  for (const c of scenario.connections) {
    const { key } = await connections.create(
      {
        ...{ id: c.id, agencyCode: c.agency, name: c.name, simulated: true },
        connector: c.kind === 'alerts' ? 'cap' : 'http-push',
        contract: contractOf(c, scenario),
      },
      'system',
    )
    keys[c.id] = key
  }
  if (picture.length) {
    const { key } = await connections.create(
      {
        ...{ id: PICTURE, agencyCode: scenario.connections[0]?.agency ?? '', connector: 'http-push' },
        simulated: true,
        name: { vi: 'Diễn tập: bức tranh ban đầu', en: 'Exercise: the picture at the start' },
        contract: {
          times: { period: 'P1D', graceSeconds: DAY, expirySeconds: 400 * DAY, hours: null, deadlines: null },
          series: seriesOf(picture),
        },
      },
      'system',
    )
    keys[PICTURE] = key
  }
  return keys
}

/** Keys for the scenario's connections in place of those that went with the process before. */
export async function newKeys(app: FastifyInstance, scenario: Scenario): Promise<Record<string, string>> {
  const { connections } = app.intake
  const keys: Record<string, string> = {}
  for (const { id } of scenario.connections) keys[id] = (await connections.rekey(id, 'system')).key
  return keys
}
