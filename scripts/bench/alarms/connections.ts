import type { FastifyInstance } from 'fastify'

/** That many connections of the nation's own, each with a real-time contract, written at once. */
export async function agreeMany(app: FastifyInstance, count: number): Promise<string[]> {
  const { pool } = app.db
  const nation = app.catalogue.now().nation().id
  await pool.query(
    `insert into connection (id, agency_id, name_vi, name_en, connector, simulated, key_hash, key_set_at, created_by)
     select 'CN-' || n, $2, 'Kết nối ' || n, 'Connection ' || n, 'mqtt', true, sha256(('CN-' || n)::bytea), now(), 'bench'
     from generate_series(1, $1::int) n`,
    [count, nation],
  )
  await pool.query(
    `insert into contract (connection_id, version, period, grace_seconds, expiry_seconds, series, created_by)
     select 'CN-' || n, 1, 'PT1M', 30, 600, '[]', 'bench' from generate_series(1, $1::int) n`,
    [count],
  )
  await app.intake.connections.load()
  const ids = Array.from({ length: count }, (_, i) => `CN-${i + 1}`)
  app.bus.emit('connections', { ids })
  return ids
}

/** Every one of them has just sent something. */
export function hearAll(app: FastifyInstance, ids: readonly string[]): void {
  const now = Date.now()
  for (const connectionId of ids)
    app.bus.emit('message', {
      ...{ id: '1', connectionId, receivedAt: now, committedAt: now, entry: 'machine' },
      ...{ accepted: 1, unchanged: 0, refused: 0, simulated: true },
    })
}
