import type { FastifyInstance } from 'fastify'
import type { Causes } from './causes.ts'

/** A page that loads again is back within this; one that is not is lost. */
export const LOST_AFTER_MS = 30_000

/** Watches the paired screens by their sockets. Returns how to stop. */
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
  const gone = (id: number, since: number) => {
    calm(id)
    if (stopped || !paired(id)) return
    const timer = setTimeout(() => {
      timers.delete(id)
      const screen = paired(id)
      if (!screen || here.has(id)) return
      const detail = { name: screen.name }
      causes.turn({ kind: 'screen', subject: String(id), state: 'lost', since, wanting: true, detail })
    }, LOST_AFTER_MS)
    timer.unref()
    timers.set(id, timer)
  }

  live.onSocket((socket, principal) => {
    if (principal.kind !== 'screen') return
    const { id } = principal
    calm(id)
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
    off()
    for (const id of [...timers.keys()]) calm(id)
  }
}
