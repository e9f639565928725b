import type { FastifyInstance } from 'fastify'
import type { LogbookNote } from '../bus.ts'
import { turned } from '../live/index.ts'
import type { Logbook } from './logbook.ts'
import { followSessions } from './sessions.ts'

const RETRY_MS = 1_000
/** Kept while the database is away; beyond it the oldest are dropped and their number is told. */
const MOST = 10_000
const BATCH = 200
/** What the line of happenings tells of sessions that a duty officer's log holds too. */
/** Alarms whose cause is written down by itself, from the rooms that know when it began and ended. */
const CAUSE_KEPT = /^(connection:.*\/lost|screen:.*|intrusion:.*)$/
const SESSIONS = new Set(['bridge-opened', 'bridge-ended', 'bridge-lost', 'bridge-returned'])

/** Writes down by itself what the rooms tell: one by one, again and again until it is kept. Returns how to stop. */
export function followRooms(app: FastifyInstance, logbook: Logbook): () => Promise<void> {
  const { bus, log } = app
  let queue: LogbookNote[] = []
  let dropped = 0
  let working: Promise<void> | null = null
  let closed = false

  const work = async () => {
    while (queue.length && !closed) {
      const batch = queue.slice(0, BATCH)
      try {
        await logbook.keep(batch)
        queue = queue.slice(batch.length)
        if (dropped) log.error({ dropped }, 'log entries lost while the database was away')
        dropped = 0
      } catch (error) {
        log.warn({ error, waiting: queue.length }, 'log entries wait')
        await new Promise((again) => setTimeout(again, RETRY_MS).unref())
      }
    }
  }
  const note = (n: LogbookNote) => {
    if (closed || app.worldLife.ended) return
    queue.push(n)
    if (queue.length > MOST) {
      queue = queue.slice(-MOST)
      dropped++
    }
    working ??= work().finally(() => {
      working = null
    })
  }

  const lost = new Map<string, { vi: string; en: string }>()
  const screens = () => {
    const now = new Map(
      app.duty.rows().flatMap((r) => (r.kind === 'screen' ? [[r.subject, r] as const] : [])),
    )
    for (const [id, row] of now) {
      if (lost.has(id)) continue
      lost.set(id, row.subjectName)
      note({
        ...{ at: row.since, kind: 'screen.lost', subject: `screen:${id}`, actor: null, detail: {} },
        text: {
          vi: `Màn hình ${row.subjectName.vi} mất liên lạc`,
          en: `Screen ${row.subjectName.en} is lost`,
        },
      })
    }
    for (const [id, name] of lost) {
      if (now.has(id)) continue
      lost.delete(id)
      note({
        ...{ at: Date.now(), kind: 'screen.back', subject: `screen:${id}`, actor: null, detail: {} },
        text: { vi: `Màn hình ${name.vi} đã trở lại`, en: `Screen ${name.en} is back` },
      })
    }
  }
  // Those lost before the start are in the log already.
  for (const r of app.duty.rows()) if (r.kind === 'screen') lost.set(r.subject, r.subjectName)

  const offs = [
    bus.on('logbook', (n) => {
      const isSame = n.kind === 'alarm.raised' && CAUSE_KEPT.test(String(n.detail.place ?? ''))
      if (!isSame) note(n)
    }),
    followSessions(app, note),
    bus.on('attention', screens),
    bus.on('connection-state', (change) => {
      const row = turned(app.intake.connections.get(change.id), change)
      if (!row || row.kind === 'connection-late') return
      const detail = { state: change.state, ...(row.simulated ? { simulated: 1 } : {}) }
      const kind = row.kind.replace('-', '.')
      note({ at: row.at, kind, subject: `connection:${change.id}`, text: row.text, actor: null, detail })
    }),
    bus.on('happening', (row) => {
      if (!SESSIONS.has(row.kind)) return
      const kind = row.kind.replace('-', '.')
      note({ at: row.at, kind, subject: null, text: row.text, actor: null, detail: {} })
    }),
  ]
  return async () => {
    for (const off of offs) off()
    await working
    closed = true
  }
}
