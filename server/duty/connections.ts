import type { FastifyInstance } from 'fastify'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import type { Causes } from './causes.ts'

/** States that want a person: only these stand on the board. */
export const WANTING: ReadonlySet<ConnectionState> = new Set(['lost', 'late', 'refusing'])

/** Watches the connections' states, those at the start included. Returns how to stop. */
export function followConnections(app: FastifyInstance, causes: Causes): () => void {
  const { bus, trust } = app
  const turn = (id: string, state: ConnectionState, since: number) =>
    causes.turn({ kind: 'connection', subject: id, state, since, wanting: WANTING.has(state) })
  const off = bus.on('connection-state', ({ id, state, since }) => turn(id, state, since))
  // What changed while this server was not running: first what is true now, then what no longer exists.
  for (const { id } of trust.connections()) {
    const now = trust.connection(id)
    if (now) turn(id, now.state, now.since)
  }
  for (const c of causes.rows())
    if (c.kind === 'connection' && !trust.connection(c.subject))
      causes.turn({ ...c, state: 'removed', since: Date.now(), wanting: false })
  return off
}
