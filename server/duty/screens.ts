import type { FastifyInstance } from 'fastify'
import type { Causes } from './causes.ts'

/** A page that loads again is back within this; one that is not is lost. */
export const LOST_AFTER_MS = 30_000
/** A page says every five seconds how it does, in a hidden window once a minute; silent for so long, it draws no more. */
const SILENT_AFTER_MS = 90_000
const LOOK_MS = 5_000

/** Watches the paired screens by their sockets, and by what their pages say over them. Returns how to stop. */
export function followLostScreens(app: FastifyInstance, causes: Causes): () => void {
  const { bus, live, wall } = app
  const here = new Map<number, number>()
  const timers = new Map<number, NodeJS.Timeout>()
  let stopped = false
  const paired = (id: number) => wall.paired().find((s) => s.id === id)
  const calm = (id: number) => {
    clearTimeout(timers.get(id))
    timers.delete(id)
  }
  const ended = (id: number, state: string) =>
    causes.turn({ kind: 'screen', subject: String(id), state, since: Date.now(), wanting: false })
  const lost = (id: number, name: string, since: number) =>
    causes.turn({
      kind: 'screen',
      subject: String(id),
      state: 'lost',
      since,
      wanting: true,
      detail: { name },
    })
  const gone = (id: number, since: number) => {
    calm(id)
    if (stopped || !paired(id)) return
    const timer = setTimeout(() => {
      timers.delete(id)
      const screen = paired(id)
      if (screen && !here.has(id)) lost(id, screen.name, since)
    }, LOST_AFTER_MS)
    timer.unref()
    timers.set(id, timer)
  }

  /** Connected, but said no word of itself for long. */
  const silent = new Set<number>()
  const look = () => {
    for (const { id, name, connected, since, healthAt } of wall.states.list()) {
      if (!connected) continue
      const heardAt = healthAt ?? since
      const quiet = Date.now() - heardAt > SILENT_AFTER_MS
      if (quiet && !silent.has(id)) lost(id, name, heardAt)
      else if (!quiet && silent.has(id)) ended(id, 'connected')
      if (quiet) silent.add(id)
      else silent.delete(id)
    }
  }
  const watch = setInterval(look, LOOK_MS)
  watch.unref()

  live.onSocket((socket, principal) => {
    if (principal.kind !== 'screen') return
    const { id } = principal
    calm(id)
    silent.delete(id)
    here.set(id, (here.get(id) ?? 0) + 1)
    ended(id, 'connected')
    socket.on('disconnect', () => {
      const left = (here.get(id) ?? 1) - 1
      if (left > 0) here.set(id, left)
      else {
        here.delete(id)
        gone(id, Date.now())
      }
    })
  })
  const off = bus.on('screens', () => {
    const known = new Set(wall.paired().map((s) => s.id))
    for (const id of timers.keys()) if (!known.has(id)) calm(id)
    for (const c of causes.rows())
      if (c.kind === 'screen' && !known.has(Number(c.subject))) ended(Number(c.subject), 'revoked')
  })

  // After a start: a screen that was here before has the same time to come back.
  const known = new Set(wall.paired().map((s) => String(s.id)))
  for (const c of causes.rows())
    if (c.kind === 'screen' && !known.has(c.subject)) ended(Number(c.subject), 'revoked')
  for (const s of wall.paired()) if (s.lastSeenAt !== null) gone(s.id, s.lastSeenAt)

  return () => {
    stopped = true
    clearInterval(watch)
    off()
    for (const id of [...timers.keys()]) calm(id)
  }
}
