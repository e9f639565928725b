import type { FastifyInstance } from 'fastify'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import { isRealtime } from '../trust/index.ts'
import { Ladders, planOf } from './ladder/index.ts'

const SILENT: ReadonlySet<ConnectionState> = new Set(['late', 'lost'])

/** Watches which sources fall silent and speak again, those at the start included. */
export async function followSilences(
  app: FastifyInstance,
): Promise<{ ladders: Ladders; stop(): Promise<void> }> {
  const { bus, calendar, db, intake, log, trust, worldLife } = app
  const ladders = new Ladders({
    pool: db.pool,
    log,
    changed: () => bus.emit('attention'),
    now: () => worldLife.now(),
    plan: (id, since) => {
      const contract = intake.connections.get(id)?.contract
      if (!contract) return null
      const realtime = isRealtime(contract.times.period)
      return planOf(since, { escalation: contract.escalation, realtime }, calendar.now())
    },
  })
  await ladders.load()
  const turn = (id: string, state: ConnectionState, since: number) => {
    if (!SILENT.has(state)) return ladders.ended(id, state)
    // A source that is lost by now was late before.
    const connection = intake.connections.get(id)
    const last = trust.connection(id)?.lastMessageAt ?? null
    const lateAt = connection && last !== null ? trust.expected(connection, last).lateAt : since
    ladders.silent(id, Math.min(lateAt, since))
  }
  const off = bus.on('connection-state', ({ id, state, since }) => turn(id, state, since))
  for (const { id } of trust.connections()) {
    const now = trust.connection(id)
    if (now) turn(id, now.state, now.since)
  }
  ladders.start()
  return {
    ladders,
    stop: async () => {
      off()
      await ladders.close()
    },
  }
}
