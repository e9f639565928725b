import type { FastifyInstance } from 'fastify'
import type { Causes } from './causes.ts'
import { LOOK_MS, Quiet } from './quiet.ts'

/** A page that loads again is back within this; one that is not is lost. */
export const LOST_AFTER_MS = 30_000

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

  /** When each came, by `performance.now()`: a clock that is set has nobody fall silent. */
  const came = new Map<number, number>()
  const quiet = new Quiet(performance.now())
  const look = () => {
    const now = performance.now()
    const names = new Map<number, string>()
    const heard = new Map<number, number>()
    for (const { id, name, connected } of wall.states.list()) {
      if (!connected) continue
      names.set(id, name)
      heard.set(id, Math.max(wall.states.heard(id) ?? 0, came.get(id) ?? 0))
    }
    const { fell, speaks } = quiet.look(now, heard)
    for (const { id, forMs } of fell) lost(id, names.get(id) ?? '', Date.now() - forMs)
    for (const id of speaks) ended(id, 'connected')
  }
  const watch = setInterval(look, LOOK_MS)
  watch.unref()

  live.onSocket((socket, principal) => {
    if (principal.kind !== 'screen') return
    const { id } = principal
    calm(id)
    quiet.forget(id)
    came.set(id, performance.now())
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
