import type { FastifyInstance } from 'fastify'
import type { HappeningRow } from '../../shared/live.ts'
import type { ConnectionState } from '../../shared/vocabulary.ts'
import type { Connection } from '../intake/index.ts'

const KEPT = 50
/** A source that sends every few seconds makes no news by sending. */
const NEWS_AFTER_MS = 10 * 60_000
const CHANGES: Partial<Record<ConnectionState, { vi: string; en: string }>> = {
  lost: { vi: 'mất kết nối', en: 'is lost' },
  late: { vi: 'trễ hạn', en: 'is late' },
  refusing: { vi: 'có dòng bị từ chối', en: 'has refused rows' },
  maintenance: { vi: 'vào bảo trì', en: 'is in maintenance' },
}
const TROUBLE: ReadonlySet<ConnectionState> = new Set(['lost', 'late', 'refusing'])

/** A connection's change of state in words; null when it is no news. */
export function turned(
  c: Pick<Connection, 'name' | 'simulated'> | undefined,
  { state, previous, since }: { state: ConnectionState; previous: ConnectionState | null; since: number },
): HappeningRow | null {
  const back = previous !== null && TROUBLE.has(previous) && state === 'up'
  const words = back ? { vi: 'đã hoạt động trở lại', en: 'is back' } : CHANGES[state]
  if (!c || !words) return null
  return {
    at: since,
    kind: back ? 'connection-back' : `connection-${state}`,
    text: { vi: `${c.name.vi}: ${words.vi}`, en: `${c.name.en} ${words.en}` },
    simulated: c.simulated,
  }
}

/** What just happened, in words: the line at the wall's foot. Keeps the newest 50. */
export function happenings(app: FastifyInstance, tell: (row: HappeningRow) => void) {
  const kept: HappeningRow[] = []
  const lastMessage = new Map<string, number>()
  const name = (id: string) => app.intake.connections.get(id)

  const offs = [
    app.bus.on('happening', (row) => {
      kept.unshift(row)
      kept.length = Math.min(kept.length, KEPT)
      tell(row)
    }),
    app.bus.on('connection-state', (change) => {
      const row = turned(name(change.id), change)
      if (row) app.bus.emit('happening', row)
    }),
    app.bus.on('message', (m) => {
      const before = lastMessage.get(m.connectionId) ?? 0
      lastMessage.set(m.connectionId, m.committedAt)
      const c = name(m.connectionId)
      if (!c || !m.accepted || m.committedAt - before < NEWS_AFTER_MS) return
      app.bus.emit('happening', {
        at: m.committedAt,
        kind: 'received',
        text: {
          vi: `${c.name.vi}: nhận ${m.accepted.toLocaleString('vi-VN')} số liệu`,
          en: `${c.name.en}: ${m.accepted.toLocaleString('en-GB')} values received`,
        },
        simulated: m.simulated,
      })
    }),
  ]
  return {
    list: (): HappeningRow[] => kept,
    stop: () => {
      for (const off of offs) off()
    },
  }
}
