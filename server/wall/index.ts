import fp from 'fastify-plugin'
import { transaction } from '../db/index.ts'
import { Codes } from './codes.ts'
import { wallRoutes } from './routes.ts'
import { Screens } from './screens.ts'
import { addLink } from './store.ts'
import { followScreens } from './watch.ts'

const LINK_HOURS = 24

export type Wall = {
  /** The address that pairs one screen, once, within a day. */
  pairingLink(base: string): Promise<string>
  /** Paired screens not revoked: what the duty watches. */
  paired(): { id: number; name: string; lastSeenAt: number | null; createdAt: number }[]
  readonly screens: Screens
  readonly codes: Codes
}

declare module 'fastify' {
  interface FastifyInstance {
    wall: Wall
  }
}

/** The screens of the wall: how one is paired, named, and shut out. */
export const wall = fp(
  async (app) => {
    const screens = new Screens(app)
    await screens.load()
    app.decorate('wall', {
      pairingLink: async (base) => {
        const token = app.access.newToken()
        await transaction(app.db.pool, async (client) => {
          await addLink(client, app.access.hashToken(token), LINK_HOURS)
          await app.audit.record({ actor: 'system', action: 'screen.link-made' }, client)
        })
        // After the hash sign: a browser sends that part to no server.
        return `${base}/wall#pair=${token}`
      },
      paired: () => screens.paired(),
      screens,
      codes: new Codes(),
    })
    await app.register(wallRoutes)
    followScreens(app)
  },
  { name: 'wall', dependencies: ['db', 'audit', 'access', 'live'] },
)
