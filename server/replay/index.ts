import fp from 'fastify-plugin'
import pg from 'pg'
import type { ClockWanted, ReplayControl } from '../../shared/clock.ts'
import { on } from '../live/index.ts'
import { Clocks } from './clocks.ts'
import type { Session } from './session.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** How many sockets' clocks are not live. */
    replay: { readonly running: { fixed: number; replay: number } }
  }
}

/** Connections of its own: a replay waits for replays, never a write, a chart or an export for a replay. */
const CONNECTIONS = 4
const STATEMENT_MS = 10_000

/** The one clock of each socket: fixed moments and replays, answered from the database with the live room's own machinery. */
export const replay = fp(
  async (app) => {
    const pool = new pg.Pool({
      ...app.db.readPool.options,
      max: CONNECTIONS,
      application_name: 'trong-dong-replay',
      statement_timeout: STATEMENT_MS,
    })
    pool.on('error', (error) => app.log.warn({ error: error.message }, 'database connection lost'))
    pool.on('connect', (client) => client.on('error', () => {}))
    const clocks = new Clocks(app, pool)
    const onFault = (error: unknown) => app.log.error({ error }, 'clock event failed')

    app.live.onSocket((socket) => {
      on(socket, 'clock:set', onFault, (wanted: ClockWanted) => clocks.set(socket, wanted))
      on(socket, 'clock:control', onFault, (control: ReplayControl) => clocks.control(socket, control))
      socket.on('disconnect', () => clocks.drop(socket))
    })
    const each = (act: (session: Session) => void) => () => {
      for (const session of clocks.sessions())
        try {
          act(session)
        } catch (error) {
          onFault(error)
        }
    }
    const tick = setInterval(
      each((s) => s.tick()),
      app.config.tickMs,
    )
    const second = setInterval(
      each((s) => s.second()),
      1_000,
    )
    const offs = [
      app.bus.on(
        'privacy',
        each((s) => s.withdraw()),
      ),
      app.bus.on(
        'catalogue',
        each((s) => s.relearn('catalogue')),
      ),
      app.bus.on(
        'series',
        each((s) => s.relearn('series')),
      ),
    ]
    app.decorate('replay', {
      get running() {
        return clocks.running
      },
    })
    app.addHook('preClose', async () => {
      clearInterval(tick)
      clearInterval(second)
      for (const session of clocks.sessions()) session.stop()
    })
    app.addHook('onClose', async () => {
      for (const off of offs) off()
      await pool.end()
    })
  },
  { name: 'replay', dependencies: ['db', 'catalogue', 'access', 'intake', 'trust', 'live', 'duty'] },
)
