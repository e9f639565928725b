import fp from 'fastify-plugin'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Asked } from '../../shared/api/scenes.ts'
import type { SceneShown } from '../../shared/live.ts'
import type { Place } from '../../shared/playlist.ts'
import { type Scene, SceneKey } from '../../shared/scene.ts'
import { Acts } from './acts.ts'
import { Answers } from './answers.ts'
import { changeOf } from './asked-change.ts'
import { SceneBook } from './book.ts'
import { Director } from './director.ts'
import { forScreen } from './for-screen.ts'
import { playlistRoutes } from './playlist-routes.ts'
import { Playlists } from './playlists.ts'
import { Requests } from './requests.ts'
import { sceneRoutes } from './routes.ts'
import { Saves } from './saves.ts'
import { showingRoutes } from './showing-routes.ts'
import { insertAct, type NewAct, readStanding } from './store.ts'

const LOOK_MS = 1_000
const ALARMS_MS = 50
const Report = Compile(
  Type.Object({
    scene: SceneKey,
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    page: Type.Integer({ minimum: 0, maximum: 99 }),
    step: Type.Integer({ minimum: 0, maximum: 2 ** 31 }),
    no: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    turn: Type.Optional(
      Type.Object({
        section: Type.Integer({ minimum: 1, maximum: 99 }),
        page: Type.Integer({ minimum: 0, maximum: 2 ** 31 }),
      }),
    ),
  }),
)

export type Scenes = {
  /** Null when there is no such version. */
  document(scene: string, version: number): Scene | null
  /** All playlists, by name. */
  playlists(): { key: string; name: { vi: string; en: string } }[]
  /** Restricted scenes of a playlist that no second person has let it show. */
  unagreed(playlist: string): string[]
  /** What belongs on a screen now; undefined for a screen that is not paired. */
  shown(screen: number): SceneShown | undefined
}

declare module 'fastify' {
  interface FastifyInstance {
    scenes: Scenes
  }
}

/** Scenes of the wall: their documents, the playlists, and who or what makes which of them stand on which screen. */
export const scenes = fp(
  async (app) => {
    const { bus, db, live, log } = app
    const book = new SceneBook(app)
    await book.load()
    const playlists = new Playlists(app, book)
    await playlists.load()
    const answers = new Answers()
    const places = (): Place[] =>
      app.wall.paired().map(({ id, group }) => ({ screen: id, group, wall: app.wall.wallOf(id)?.id ?? null }))

    const sockets = () => [...live.io.sockets.sockets.values()]
    const tellDesks = () => {
      for (const socket of sockets()) if (socket.data.principal.kind === 'account') socket.emit('scenes')
    }
    // What took the wall is kept until it is written, in order, also while the database is away.
    const unwritten: NewAct[] = []
    let writing = false
    const write = async () => {
      if (writing) return
      writing = true
      try {
        for (let next = unwritten[0]; next; next = unwritten[0]) {
          await insertAct(db.pool, next)
          unwritten.shift()
        }
      } catch (error) {
        log.warn({ error, waiting: unwritten.length }, 'takeovers wait to be recorded')
      }
      writing = false
    }
    const director = new Director(
      app,
      book,
      { settings: playlists.settings, playlists: playlists.list, unagreed: playlists.unagreed, places },
      {
        show: (screen, shown) => {
          for (const socket of sockets())
            if (socket.data.principal.kind === 'screen' && socket.data.principal.id === screen)
              socket.emit('scene:show', forScreen(shown))
        },
        takeover: (kind, t) => {
          const row = { actor: 'system', kind, target: { kind: 'all' }, scene: t.scene, version: null }
          const detail = { kind: t.kind, name: t.name, since: t.since }
          unwritten.push({ ...row, cause: t.cause, detail })
          void write()
          const words =
            kind === 'takeover'
              ? { vi: `Chiếm màn hình: ${t.name.vi}`, en: `Takes the wall: ${t.name.en}` }
              : { vi: `Trả lại màn hình: ${t.name.vi}`, en: `Gives the wall back: ${t.name.en}` }
          bus.emit('logbook', {
            at: Date.now(),
            kind: 'scene.shown',
            subject: t.cause,
            text: words,
            actor: null,
            detail: { act: kind, cause: t.cause, since: t.since },
          })
          tellDesks()
        },
        changed: tellDesks,
      },
    )
    director.restore(await readStanding(db.pool), Date.now())
    const nameOf = (asked: Asked) => {
      if (asked.act === 'playlist') return asked.playlist.title
      if (asked.act === 'document') return asked.document.title
      if (asked.act === 'settings') return null
      if (asked.act === 'override')
        return director.takeovers().find((t) => t.cause === asked.cause)?.name ?? null
      return (asked.scene && book.newest(asked.scene)?.document.title) || null
    }
    const requests = new Requests(
      app,
      async (asked, by, second) => {
        if (!('restricted' in asked)) return acts.confirmed(asked, by, second)
        await saves.confirmed(asked, by, second)
        return { request: null, screens: [] }
      },
      nameOf,
      (asked) =>
        changeOf(asked, {
          settings: playlists.settings,
          playlist: (key) => playlists.stored(key)?.document ?? null,
          document: (key) => book.newest(key)?.document ?? null,
        }),
    )
    const saves = new Saves({ book, playlists, requests })
    const { settings } = playlists
    const acts = new Acts(app, { book, director, answers, requests, settings, places })

    app.decorate('scenes', {
      document: (scene, version) => book.version(scene, version)?.document ?? null,
      playlists: () => playlists.list().map(({ key, title }) => ({ key, name: title })),
      unagreed: playlists.unagreed,
      shown: (screen) => director.told(screen),
    })
    // Not before every room has read what stands: a takeover would be given back that goes on.
    let ready = false
    const pass = () => {
      if (!ready) return
      try {
        director.pass(Date.now())
      } catch (error) {
        log.error({ error }, 'scenes')
      }
    }
    live.onSocket((socket, principal) => {
      if (principal.kind !== 'screen') return
      answers.forget(principal.id)
      if (!director.told(principal.id)) pass()
      socket.on('scene:watch', (ack) => {
        const shown = director.told(principal.id)
        if (typeof ack === 'function') ack(shown ? forScreen(shown) : null)
      })
      socket.on('scene:shown', (report) => {
        if (!Report.Check(report)) return
        const { id } = principal
        const wasOn = answers.at(id, director.told(id)) !== null
        answers.say(id, report, Date.now())
        if (report.turn) director.stands(id, report.no, report.turn)
        // Its pages turn all the time: to the desks it is news once.
        if (!wasOn) tellDesks()
      })
    })
    // Alarms may come by the thousand: they are looked at together.
    let soon: NodeJS.Timeout | undefined
    const passSoon = () => {
      soon ??= setTimeout(() => {
        soon = undefined
        pass()
      }, ALARMS_MS)
    }
    const offs = [
      bus.on('alarms', passSoon),
      bus.on('screens', pass),
      bus.on('bridge', pass),
      bus.on('alerts', pass),
      bus.on('calendar', pass),
      bus.on('stage', pass),
      bus.on('scenes', () => {
        pass()
        tellDesks()
      }),
    ]
    app.addHook('onReady', async () => {
      ready = true
      pass()
    })
    const timer = setInterval(() => {
      pass()
      if (unwritten.length) void write()
      // The shift log listens by then.
      if (ready) void requests.lapse(Date.now())
    }, LOOK_MS)
    await app.register(sceneRoutes, { book, saves })
    await app.register(playlistRoutes, { playlists, saves })
    await app.register(showingRoutes, { acts, requests, director, playlists, answers })
    app.addHook('preClose', async () => {
      clearInterval(timer)
      clearTimeout(soon)
    })
    app.addHook('onClose', async () => {
      for (const off of offs) off()
    })
  },
  {
    name: 'scenes',
    dependencies: [
      'db',
      'audit',
      'access',
      'catalogue',
      'calendar',
      'live',
      'wall',
      'alerts',
      'alarms',
      'bridge',
      'directives',
      'stages',
    ],
  },
)
