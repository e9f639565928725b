import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type DirectiveDetail, PointActInput } from '../../shared/api/directives.ts'
import { stateAfter } from '../../shared/directive.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { PointPrincipal, Principal } from '../access/index.ts'
import { errorOf, type LiveSocket } from '../live/index.ts'
import type { Directives } from './directives.ts'
import { type Directive, readDirective, readDirectives } from './store.ts'
import { directiveDetail } from './view.ts'
import type { Watcher } from './watcher.ts'

const MOST = 50
/** Asked by one point within a second, at most. */
const PER_SECOND = 25
const Act = Compile(Type.Tuple([Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }), PointActInput]))
const isAck = (ack: unknown): ack is (answer: unknown) => void => typeof ack === 'function'

/**
 * What a session gave a unit, at the unit's own point that came by a link and has no account: it reads back, accepts and
 * answers here, of its own unit in its own session, and only while it is its point and in.
 */
export class PointDesk {
  readonly #app: FastifyInstance
  readonly #directives: Directives
  readonly #watcher: Watcher
  readonly #changed: () => void

  constructor(app: FastifyInstance, directives: Directives, watcher: Watcher, changed: () => void) {
    this.#app = app
    this.#directives = directives
    this.#watcher = watcher
    this.#changed = changed
  }

  listen(socket: LiveSocket, principal: Principal): void {
    let asked = { second: 0, times: 0 }
    const answer = async (ack: unknown, work: (point: PointPrincipal) => Promise<unknown>) => {
      if (!isAck(ack)) return
      try {
        if (principal.kind !== 'point') throw new RequestError('FORBIDDEN')
        const second = Math.floor(Date.now() / 1_000)
        asked = second === asked.second ? { second, times: asked.times + 1 } : { second, times: 1 }
        if (asked.times > PER_SECOND) throw new RequestError('RATE_LIMITED')
        if (!this.#app.db.ready()) throw new RequestError('NOT_READY')
        ack(await work(this.#present(principal)))
      } catch (error) {
        if (!(error instanceof RequestError)) this.#app.log.error({ error }, 'point directive failed')
        ack(errorOf(error))
      }
    }
    socket.on('directives:given', (ack) =>
      answer(ack, async (point) => ({ directives: await this.#given(point) })),
    )
    socket.on('directives:act', (id, input, ack) =>
      answer(ack, async (point) => {
        const words: unknown = [id, input]
        if (!Act.Check(words)) throw new RequestError('BAD_REQUEST', { event: 'directives:act' })
        const d = await readDirective(this.#app.db.pool, words[0])
        if (!d || !this.#concerns(point, d)) throw new RequestError('NOT_FOUND', { directive: words[0] })
        const address = socket.handshake.address
        await this.#directives.act(d.id, words[1], { who: point, address })
        await this.#watcher.reload([d.id])
        this.#changed()
        return { directives: await this.#given(point) }
      }),
    )
    if (principal.kind !== 'point') return
    const off = this.#app.bus.on('directives', () => socket.data.isIn() && socket.emit('directives'))
    socket.on('disconnect', off)
  }

  /** Throws FORBIDDEN once its session has ended or it was taken out of it, BRIDGE_OUTSIDE before it is in, whatever its socket still thinks. */
  #present(point: PointPrincipal): PointPrincipal {
    const session = this.#app.bridge.sessions().find((s) => s.id === point.sessionId)
    if (!session?.points.some((p) => p.id === point.pointId)) throw new RequestError('FORBIDDEN')
    if (!this.#app.access.isIn(point)) throw new RequestError('BRIDGE_OUTSIDE')
    return point
  }

  #concerns(point: PointPrincipal, d: Directive): boolean {
    const state = stateAfter(d.steps)
    return (
      d.session === point.sessionId &&
      d.addresseeId === point.unitId &&
      state !== 'draft' &&
      state !== 'withdrawn'
    )
  }

  async #given(point: PointPrincipal): Promise<DirectiveDetail[]> {
    const of = { addressees: [point.unitId], session: point.sessionId, before: null }
    const list = await readDirectives(this.#app.db.pool, { which: 'all', ...of }, MOST)
    const own = list.filter((d) => this.#concerns(point, d))
    const asks = { side: 'point', asks: point } as const
    return Promise.all(own.map((d) => directiveDetail(this.#app, this.#watcher, d, asks, Date.now())))
  }
}
