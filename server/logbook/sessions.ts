import type { FastifyInstance } from 'fastify'
import type { WallLayoutKind } from '../../shared/room.ts'
import type { LogbookNote } from '../bus.ts'

const ON_WALL: Record<WallLayoutKind, readonly [vi: string, en: string]> = {
  one: ['một điểm cầu', 'one point'],
  data: ['điểm cầu cùng số liệu', 'a point with its numbers'],
  grid: ['mọi điểm cầu', 'every point'],
  tour: ['lần lượt từng điểm cầu', 'the points in turn'],
  pip: ['điểm cầu cùng người chủ trì', 'a point with the chair'],
  share: ['nội dung đang chia sẻ', 'what is being shared'],
}
type Seen = { wall: WallLayoutKind; share: string | null }

/** What a session has the wall show, and who shares a screen in it: one line each. Returns how to stop. */
export function followSessions(app: FastifyInstance, note: (n: LogbookNote) => void): () => void {
  /** By session. What stood before the start is in the log already. */
  let seen = new Map<string, Seen>()
  const look = (quiet: boolean) => {
    const now = new Map<string, Seen>()
    for (const { id, title, room, points } of app.bridge.national()) {
      const at = { wall: room.wall.kind, share: room.share.point }
      const before = seen.get(id) ?? (quiet ? at : { wall: at.wall, share: null })
      now.set(id, at)
      const of = { at: Date.now(), subject: `session:${id}`, actor: null }
      if (at.wall !== before.wall) {
        const [vi, en] = ON_WALL[at.wall]
        const text = {
          vi: `Màn hình của phiên ${title}: ${vi}`,
          en: `On the wall in session ${title}: ${en}`,
        }
        note({ ...of, kind: 'session.wall', text, detail: { layout: at.wall } })
      }
      if (at.share === before.share) continue
      const point = points.find((p) => p.id === (at.share ?? before.share))
      if (!point) continue
      const [vi, en] = at.share
        ? ['chia sẻ màn hình', 'shares a screen']
        : ['thôi chia sẻ màn hình', 'shares no more']
      note({
        ...{ ...of, kind: at.share ? 'session.share' : 'session.share-over', detail: { point: point.unit } },
        text: {
          vi: `${point.name.vi} ${vi} trong phiên ${title}`,
          en: `${point.name.en} ${en} in session ${title}`,
        },
      })
    }
    seen = now
  }
  look(true)
  let stopped = false
  // Every change: a share that ends because its point has gone is nobody's act.
  app.bridge.onChange(() => stopped || look(false))
  return () => {
    stopped = true
  }
}
