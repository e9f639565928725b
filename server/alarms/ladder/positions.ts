import type { FastifyInstance } from 'fastify'
import type { Words } from '../../catalogue/index.ts'
import type { Holder } from './plan.ts'
import { holdersOfRole } from './store.ts'

export type Position = { code: string; name: Words }
/** Everybody of a role: whom a ladder reaches also when nobody has taken the watch. */
const ROLES: readonly (Position & { role: string })[] = [
  { code: 'VAI.TRUC', role: 'duty', name: { vi: 'Mọi cán bộ trực', en: 'Every duty officer' } },
  { code: 'VAI.LANH-DAO', role: 'leader', name: { vi: 'Mọi lãnh đạo', en: 'Every leader' } },
  {
    code: 'VAI.QUAN-TRI',
    role: 'administrator',
    name: { vi: 'Mọi quản trị viên', en: 'Every administrator' },
  },
]

export function positionsOf(app: FastifyInstance): Position[] {
  return [...app.shifts.positions(), ...ROLES].map(({ code, name }) => ({ code, name }))
}

/** Who holds each of the positions now. */
export async function holdersOf(
  app: FastifyInstance,
  positions: Iterable<string>,
): Promise<Map<string, readonly Holder[]>> {
  const found = new Map<string, readonly Holder[]>()
  for (const code of new Set(positions)) {
    const role = ROLES.find((r) => r.code === code)?.role
    const nation = app.catalogue.now().nation().id
    const own = app.shifts.positions().find((p) => p.code === code)
    const watch = own ? app.shifts.holders(own.id) : []
    found.set(
      code,
      role
        ? await holdersOfRole(app.db.pool, role, nation)
        : watch.map(({ account, displayName }) => ({ accountId: account, displayName })),
    )
  }
  return found
}
