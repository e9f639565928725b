import fp from 'fastify-plugin'
import {
  type CommandAnswer,
  partOf,
  type ScreenCommand,
  type WallPart,
  type WallView,
} from '../../shared/wall.ts'
import { transaction } from '../db/index.ts'
import { Codes } from './codes.ts'
import { commandRoutes } from './command-routes.ts'
import { Commands } from './commands.ts'
import { deviceRoutes } from './device-routes.ts'
import { startExpiry } from './expiry.ts'
import { proofRoutes } from './proof-routes.ts'
import { newestPictures } from './proof-store.ts'
import { Proofs } from './proofs.ts'
import { wallRoutes } from './routes.ts'
import { type Acting, Screens } from './screens.ts'
import { followSockets, ScreenSockets } from './sockets.ts'
import { States } from './states.ts'
import { addLink } from './store.ts'
import { Tokens } from './tokens.ts'
import { gridRoutes } from './wall-routes.ts'
import { Walls } from './walls.ts'
import { followScreens } from './watch.ts'

export type { Acting } from './screens.ts'

const LINK_HOURS = 24

export type Wall = {
  /** The address that pairs one screen, once, within a day. */
  pairingLink(base: string): Promise<string>
  /** Paired screens not revoked: what the duty watches. */
  paired(): { id: number; name: string; group: string | null; lastSeenAt: number | null; createdAt: number }[]
  /** Walls are `walls.list()`; the wall of a screen and its part of the wall's picture, or null when it stands alone. */
  readonly walls: Walls
  wallOf(screen: number): WallView | null
  partOf(screen: number): WallPart | null
  /** Tells a screen to do something, now; returns its answer, which is written down. Throws NOT_FOUND. */
  command(screen: number, command: ScreenCommand, by: Acting): Promise<CommandAnswer>
  /** The same for several screens, all at one instant of the server's clock. */
  together(screens: readonly number[], command: ScreenCommand, by: Acting): Promise<CommandAnswer[]>
  readonly commands: Commands
  readonly screens: Screens
  readonly codes: Codes
  readonly tokens: Tokens
  readonly states: States
  readonly proofs: Proofs
}

declare module 'fastify' {
  interface FastifyInstance {
    wall: Wall
  }
}

/** The screens of the wall: how one is paired, named, told what to do, and shut out; and the walls they stand in. */
export const wall = fp(
  async (app) => {
    const sockets = new ScreenSockets()
    const screens = new Screens(app)
    await screens.load()
    const walls = new Walls(app)
    await walls.load()
    const tokens = new Tokens(app, sockets.of)
    const commands = new Commands(app, sockets.of)
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
      walls,
      wallOf: (screen) => walls.of(screen),
      partOf: (screen) => {
        const place = walls.place(screen)
        return place && partOf(place.geometry, place.row, place.column)
      },
      command: (screen, command, by) => commands.one(screen, command, by),
      together: (ids, command, by) => commands.together(ids, command, by),
      commands,
      screens,
      codes: new Codes(),
      tokens,
      states: new States(app),
      proofs: new Proofs(app),
    })
    for (const { screen, at } of await newestPictures(app.db.pool)) app.wall.states.pictured(screen, at)
    app.access.registerScreenResolver((credential) => tokens.resolve(credential))
    await app.register(wallRoutes)
    await app.register(gridRoutes)
    await app.register(commandRoutes)
    await app.register(proofRoutes)
    await app.register(deviceRoutes)
    followScreens(app)
    const stops = [followSockets(app, sockets), tokens.start(), () => commands.stop(), startExpiry(app)]
    app.addHook('onClose', async () => {
      for (const stop of stops) stop()
    })
  },
  { name: 'wall', dependencies: ['db', 'audit', 'access', 'live'] },
)
