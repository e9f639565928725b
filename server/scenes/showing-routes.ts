import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import {
  ActAnswer,
  ActView,
  RequestDecision,
  RequestParams,
  RequestView,
  SceneAct,
  SceneDirective,
  Showing,
  type ShowingRow,
} from '../../shared/api/scenes.ts'
import type { Acts } from './acts.ts'
import type { Answers } from './answers.ts'
import type { Director } from './director.ts'
import type { Playlists } from './playlists.ts'
import type { Requests } from './requests.ts'
import { LOOK, personOf, roles, SHOW } from './rights.ts'
import { readActs } from './store.ts'

const tags = ['scenes']
const MOST_ACTS = 200
type Options = { acts: Acts; requests: Requests; director: Director; playlists: Playlists; answers: Answers }

/** What stands on which screen and why; how a person changes it. */
export const showingRoutes: FastifyPluginAsyncTypebox<Options> = async (app, o) => {
  const { acts, requests, director, playlists, answers } = o
  const look = roles(app, LOOK)
  const show = roles(app, SHOW)
  app.get(
    '/api/scenes-showing',
    { ...look, schema: { tags, response: { 200: Showing } } },
    async (request) => {
      const { principal } = personOf(app, request)
      const connected = new Map(app.live.screens().map((s) => [s.id, s.connected]))
      const screens = app.wall.paired().flatMap((s): ShowingRow[] => {
        const shown = director.told(s.id)
        if (!shown) return []
        const { scene, version, page, held, until, why, document } = shown
        const wall = app.wall.wallOf(s.id)
        return [
          {
            screen: s.id,
            name: s.name,
            group: s.group,
            wall: wall && { id: wall.id, name: wall.name },
            connected: connected.get(s.id) ?? false,
            ...{ scene, version, page, held, until, why },
            title: document.title,
            answeredAt: answers.at(s.id, shown),
          },
        ]
      })
      return {
        screens,
        takeovers: director.takeovers().map(({ scene: _, ...t }) => t),
        requests: await requests.open(principal.id),
        broken: [...director.broken()],
        unagreed: director.broken().flatMap((playlist) => {
          const scenes = playlists.unagreed(playlist)
          return scenes.length ? [{ playlist, scenes }] : []
        }),
        settings: playlists.settings(),
        settingsVersion: playlists.settingsVersion(),
      }
    },
  )
  app.get(
    '/api/scene-directives',
    {
      config: { scope: 'signed-in' },
      schema: { tags, response: { 200: Type.Array(SceneDirective) } },
    },
    async (request) => {
      const principal = app.access.principal(request)
      const units = app.catalogue.now()
      return app.directives
        .open()
        .filter((d) => {
          const unit = units.unitInForce(d.addressee.code, Date.now())
          return unit !== undefined && app.access.visibleUnit(principal, unit.id)
        })
        .map(({ id, text, addressee, due, state, simulated }) => ({
          ...{ id, text, due, state, simulated },
          addressee: addressee.name,
        }))
    },
  )
  app.get(
    '/api/scene-acts',
    { ...look, schema: { tags, response: { 200: Type.Array(ActView) } } },
    async () => readActs(app.db.readPool, MOST_ACTS),
  )
  app.post(
    '/api/scene-acts',
    { ...show, schema: { tags, body: SceneAct, response: { 200: ActAnswer } } },
    async (request) => acts.ask(request.body, personOf(app, request)),
  )
  app.get(
    '/api/scene-requests',
    { ...show, schema: { tags, response: { 200: Type.Array(RequestView) } } },
    async (request) => requests.open(personOf(app, request).principal.id),
  )
  app.post(
    '/api/scene-requests/:id',
    { ...show, schema: { tags, params: RequestParams, body: RequestDecision, response: { 200: ActAnswer } } },
    async (request) => requests.decide(request.params.id, request.body.confirm, personOf(app, request)),
  )
}
