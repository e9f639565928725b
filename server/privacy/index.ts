import fp from 'fastify-plugin'
import { type Classification, isAbove } from '../../shared/room.ts'
import type { Principal } from '../access/index.ts'
import { privacyRoutes } from './routes.ts'
import { readLevels } from './store.ts'

export type Privacy = {
  /** Whether points from outside are connected now. */
  readonly outside: boolean
  /** How far a screen shows while they are; of one that is not known, as little as can be. */
  level(screen: number): Classification
  /** How many indicators are above a level. */
  above(level: Classification): number
  /** The levels, or the classifications, were changed. */
  relearn(): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    privacy: Privacy
  }
}

const HERE = new Set(['joined', 'weak', 'lost'])

/** What a screen in the room does not show while points from outside look in. Enforced where numbers leave, not on the page. */
export const privacy = fp(
  async (app) => {
    /** By screen id. */
    let levels = await readLevels(app.db.pool)
    let outside = false
    const level = (screen: number): Classification => levels.get(screen) ?? 'public'
    const above = (of: Classification) =>
      app.catalogue.now().indicators.filter((i) => isAbove(i.classification, of)).length

    app.access.registerScreenRule((screen, seriesId) => {
      if (!outside) return true
      const series = app.catalogue.now().series(seriesId)
      return series !== undefined && !isAbove(series.indicator.classification, level(screen))
    })
    const told = (principal: Principal) =>
      principal.kind === 'screen' ? { outside, hidden: outside ? above(level(principal.id)) : 0 } : null
    const tellAll = () => {
      app.live.withdraw((principal) => principal.kind === 'screen')
      app.bus.emit('privacy')
      for (const socket of app.live.io.sockets.sockets.values()) {
        const state = told(socket.data.principal)
        if (state) socket.emit('screen:privacy', state)
      }
    }
    /** For the shift log, where a screen of the room leaves something out. */
    const note = () => {
      const hidden = Math.max(0, ...[...levels.values()].map(above))
      if (!hidden) return
      const text = outside
        ? {
            vi: `Có điểm cầu ngoài kết nối: màn hình ẩn ${hidden} chỉ tiêu`,
            en: `Points from outside are connected: screens hide ${hidden} indicators`,
          }
        : {
            vi: `Điểm cầu ngoài đã rời: màn hình hiện lại ${hidden} chỉ tiêu`,
            en: `Points from outside have left: screens show ${hidden} indicators again`,
          }
      const kind = outside ? 'privacy.began' : 'privacy.ended'
      app.bus.emit('logbook', { at: Date.now(), kind, subject: null, text, actor: null, detail: { hidden } })
    }
    /** A point that was lost comes back by itself: until it left, it is taken to look in. */
    const look = () => {
      // Who looks into a province's session does not look into this room.
      const now = app.bridge
        .national()
        .some((s) => s.points.some((p) => p.role === 'point' && HERE.has(p.state)))
      if (now === outside) return
      outside = now
      tellAll()
      note()
    }
    const relearn = async () => {
      levels = await readLevels(app.db.pool)
      tellAll()
    }
    app.bridge.onChange(look)
    look()
    app.live.onSocket((socket, principal) => {
      const state = told(principal)
      if (state) socket.emit('screen:privacy', state)
    })
    const offs = [
      app.bus.on('catalogue', tellAll),
      app.bus.on(
        'screens',
        () => void relearn().catch((error) => app.log.error({ error }, 'levels of screens not read')),
      ),
    ]
    app.addHook('onClose', async () => {
      for (const off of offs) off()
    })
    app.decorate('privacy', {
      get outside() {
        return outside
      },
      level,
      above,
      relearn,
    })
    await app.register(privacyRoutes)
  },
  { name: 'privacy', dependencies: ['db', 'audit', 'catalogue', 'access', 'live', 'bridge'] },
)
