import type { ConformanceView } from '../../shared/api/conformance.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { CatalogueSnapshot } from '../catalogue/index.ts'
import type { Intake } from './index.ts'
import { mayCome } from './prepare.ts'
import type { Connection } from './types.ts'
import type { Validated } from './validate.ts'

const SHOWN = 200

/**
 * What taking this payload in would do, and which promised series it lacks. Writes nothing. `name`: its ending says how it
 * is read. Throws NOT_FOUND, and what `Files.preview` throws of a payload that cannot be read.
 */
export async function conformanceOf(
  { connections, connectors, files }: Pick<Intake, 'connections' | 'connectors' | 'files'>,
  now: CatalogueSnapshot,
  { connectionId, name, body }: { connectionId: string; name: string; body: Buffer },
): Promise<ConformanceView> {
  const connection = connections.get(connectionId)
  if (!connection) throw new RequestError('NOT_FOUND', { connection: connectionId })
  // What would be refused for the way it comes is not said to be taken.
  mayCome(connection)
  const mapping = connectors.current(connectionId)?.mapping
  const { preview, judged } = await files.examine({
    name,
    body,
    connectionId,
    ...(mapping ? { mapping } : {}),
  })
  const { id, connector, enabled, contract } = connection
  return {
    connection: {
      id,
      name: connection.name,
      connector,
      enabled,
      contractVersion: contract.version,
      period: contract.times.period,
    },
    preview,
    promised: promisedOf(connection, judged, now),
    newest: judged.rows.reduce<number | null>((newest, r) => Math.max(newest ?? r.validTo, r.validTo), null),
    now: Date.now(),
  }
}

/** A unit's code may be borne by several units, each in its time: any of them keeps the promise. */
function promisedOf({ contract }: Connection, judged: Validated, now: CatalogueSnapshot) {
  const there = new Set(
    judged.rows.map((r) => `${now.indicatorById(r.indicatorId)?.code} ${now.unitById(r.unitId)?.code}`),
  )
  const agreed = contract.series.flatMap(({ indicator, units }) =>
    Array.isArray(units) ? units.map((unit) => ({ indicator, unit })) : [],
  )
  const missing = agreed.filter((s) => !there.has(`${s.indicator} ${s.unit}`))
  return { agreed: agreed.length, supplied: agreed.length - missing.length, missing: missing.slice(0, SHOWN) }
}
