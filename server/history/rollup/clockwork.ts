import type { FastifyInstance } from 'fastify'
import pg from 'pg'

/** Rows of one step: small enough that a stop, or a writer on the same disk, never waits for it. */
const STEP_ROWS = 20_000
const EVERY_MS = 5_000
/** Between steps while there is more: the rest of the machine goes first. */
const BREATH_MS = 50

export type Rollups = {
  /** Rolls up what is committed until nothing is left; returns the rows taken. */
  catchUp(): Promise<number>
}

/** Keeps the roll-ups current on a timer, over a connection of its own. */
export function keepRollups(app: FastifyInstance): Rollups {
  const pool = new pg.Pool({
    ...app.db.readPool.options,
    max: 1,
    application_name: 'trong-dong-rollup',
    statement_timeout: 120_000,
    // What a crash loses of it is worked out again: the mark is lost with it.
    options: '-c synchronous_commit=off',
  })
  pool.on('error', (error) => app.log.warn({ error: error.message }, 'database connection lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  let closing = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

  async function drain(breath: number): Promise<number> {
    let total = 0
    while (!closing) {
      const { rows } = await pool.query<{ n: string }>('select rollup_step($1) n', [STEP_ROWS])
      const n = Number(rows[0]?.n ?? 0)
      if (n < 0) await pause(BREATH_MS)
      else if (n === 0 && !(await more())) break
      else {
        total += n
        await pause(breath)
      }
    }
    return total
  }
  /** Messages without rows are taken too, so that none taken does not mean that none is left. */
  async function more(): Promise<boolean> {
    const { rows } = await pool.query<{ more: boolean }>(
      'select exists (select from message where id > (select message_id from rollup_mark)) as more',
    )
    return rows[0]?.more ?? false
  }

  /** One at a time: each begins when the one before has ended. */
  function next(breath: number): Promise<number> {
    const mine = running.then(() => drain(breath))
    running = mine.catch(() => {})
    return mine
  }
  function plan(): void {
    timer = setTimeout(() => {
      if (closing) return
      const turn = app.db.ready() ? next(BREATH_MS) : Promise.resolve(0)
      turn
        .catch((error: Error) => {
          if (!closing) app.log.warn({ error: error.message }, 'roll-up put off')
        })
        .finally(() => {
          if (!closing) plan()
        })
    }, EVERY_MS)
    timer.unref()
  }
  plan()
  app.addHook('preClose', async () => {
    closing = true
    clearTimeout(timer)
  })
  app.addHook('onClose', async () => {
    await running
    await pool.end()
  })
  return { catchUp: () => next(0) }
}
