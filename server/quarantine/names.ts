import type { FastifyInstance } from 'fastify'
import type { MappedName, NameWithdrawal } from '../../shared/api/quarantine.ts'
import { RequestError } from '../../shared/refusal.ts'
import { transaction } from '../db/index.ts'
import { insertName, standingNames } from '../intake/index.ts'

/** The names of these connections that hold now, with what each stands for. */
export async function mappedNames(app: FastifyInstance, connections: string[]): Promise<MappedName[]> {
  const now = app.catalogue.now()
  const meaning = (field: string, code: string) =>
    (field === 'unit' ? now.unitsOfCode(code).at(-1)?.names.at(-1) : now.indicator(code)?.name) ?? {
      vi: code,
      en: code,
    }
  return (await standingNames(app.db.readPool, connections)).map((n) => {
    const { vi, en } = meaning(n.field, n.code)
    const connectionName = app.intake.connections.get(n.connection)?.name ?? { vi: '', en: '' }
    return { ...n, connectionName, means: { vi, en } }
  })
}

/**
 * From now on the name is unknown again; what was written under it stays. Throws NOT_FOUND when it does not hold.
 */
export async function withdrawName(app: FastifyInstance, of: NameWithdrawal, by: string): Promise<void> {
  const name = { ...of, name: of.name.trim().normalize('NFC'), code: null }
  await transaction(app.db.pool, async (client) => {
    const held = (await standingNames(app.db.pool, [of.connection])).find(
      (n) => n.field === name.field && n.name === name.name,
    )
    if (!held) throw new RequestError('NOT_FOUND', { name: of.name, connection: of.connection })
    const version = await insertName(client, name, by)
    const detail = { field: name.field, name: name.name, was: held.code, version }
    await app.audit.record(
      { actor: by, action: 'name.withdrawn', subject: `connection:${of.connection}`, detail },
      client,
    )
  })
  app.intake.names.put(name)
}
