import fp from 'fastify-plugin'
import type pg from 'pg'
import { type Act, type Entry, list, record, turnsOf, type Verified, verify } from './store.ts'

export { auditCsv } from './csv.ts'
export type { Act, Entry } from './store.ts'

export type Audit = {
  /** Adds an entry; with a client, inside that client's transaction. Throws when it cannot: then the act must not happen. */
  record(act: Act, client?: pg.ClientBase): Promise<void>
  verify(): Promise<Verified>
  /** What these acts made of one thing within a time (ms): the last of them before it, then all in it, oldest first. */
  turnsOf(asked: { subject: string; actions: string[]; from: number; until: number }): Promise<Entry[]>
  list(filter: { before?: string; limit: number; actor?: string; action?: string }): Promise<Entry[]>
}

declare module 'fastify' {
  interface FastifyInstance {
    audit: Audit
  }
}

/** What people and programs did, as a chain in which each entry carries the hash of the one before. */
export const audit = fp(
  async (app) => {
    const { pool, readPool } = app.db
    app.decorate('audit', {
      record: (act, client) => record(pool, act, client),
      verify: () => verify(readPool),
      turnsOf: (asked) => turnsOf(readPool, asked),
      list: (filter) => list(readPool, filter),
    })
  },
  { name: 'audit', dependencies: ['db'] },
)
