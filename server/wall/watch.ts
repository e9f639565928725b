import type { FastifyInstance } from 'fastify'
import { seen } from './store.ts'

const WRITE_MS = 60_000

/** Keeps when each screen was last here: at its coming and going, and once a minute while it stays. */
export function followScreens(app: FastifyInstance): void {
  const sockets = new Map<number, number>()
  const written = new Map<number, number>()
  const write = (ids: number[]) => {
    const now = Date.now()
    const due = ids.filter((id) => now - (written.get(id) ?? 0) >= WRITE_MS)
    if (due.length === 0) return
    for (const id of due) written.set(id, now)
    // Not worth a retry: the next minute writes a newer time.
    seen(app.db.pool, due).catch((error) => app.log.warn({ error }, 'screen last seen not written'))
  }
  app.live.onSocket((socket, principal) => {
    if (principal.kind !== 'screen') return
    const { id } = principal
    // Revoked between the look at its token and now.
    if (!app.wall.screens.isPaired(id)) {
      socket.disconnect(true)
      return
    }
    sockets.set(id, (sockets.get(id) ?? 0) + 1)
    write([id])
    socket.on('disconnect', () => {
      const left = (sockets.get(id) ?? 1) - 1
      if (left > 0) sockets.set(id, left)
      else sockets.delete(id)
    })
  })
  const timer = setInterval(() => write([...sockets.keys()]), WRITE_MS)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
