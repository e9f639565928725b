import type { FastifyInstance } from 'fastify'
import { dayNumber } from '../../shared/calendar.ts'
import type { ProofReport } from '../../shared/proof.ts'
import { RequestError } from '../../shared/refusal.ts'
import { planOn, type ShiftPlan } from '../../shared/shift.ts'
import type { ScreenDone, ScreenHealth, ScreenSelf } from '../../shared/wall.ts'
import { type LiveSocket, on } from '../live/index.ts'

const TELL_MS = 1_000

/** The sockets of the screens, by screen, newest last. */
export class ScreenSockets {
  readonly #sockets = new Map<number, Set<LiveSocket>>()

  of = (screen: number): LiveSocket[] => [...(this.#sockets.get(screen) ?? [])]

  add(screen: number, socket: LiveSocket): void {
    this.#sockets.set(screen, (this.#sockets.get(screen) ?? new Set()).add(socket))
  }
  remove(screen: number, socket: LiveSocket): boolean {
    const left = this.#sockets.get(screen)
    left?.delete(socket)
    if (left?.size) return false
    this.#sockets.delete(screen)
    return true
  }
  entries(): [number, LiveSocket[]][] {
    return [...this.#sockets].map(([id, sockets]) => [id, [...sockets]])
  }
}

/** The plan in force and those that come after it. */
function plansFromNow(app: FastifyInstance): ShiftPlan[] {
  const plans = app.shifts.plans()
  const { fromDay } = planOn(plans, dayNumber(Date.now()))
  return plans.filter((p) => p.fromDay >= fromDay)
}

/** What a screen is told of itself. */
export function selfOf(app: FastifyInstance, id: number): ScreenSelf | null {
  const screen = app.wall.screens.find(id)
  if (!screen) return null
  const { name, group, overlay } = screen
  const place = app.wall.walls.place(id)
  return { id, name, group, overlay, place, now: Date.now(), shiftPlans: plansFromNow(app) }
}

/** The wall's own events: screens that say how they do and answer, people who watch them. Returns how to stop. */
export function followSockets(app: FastifyInstance, sockets: ScreenSockets): () => void {
  const { wall, live, bus } = app
  const onFault = (error: unknown) => app.log.error({ error }, 'event of a screen failed')
  live.io.use(async (socket, next) => {
    const { principal } = socket.data
    if (principal.kind !== 'screen') return next()
    try {
      const taken = await wall.tokens.isTaken(principal.id, socket.handshake.address)
      next(taken ? new Error('SCREEN_TAKEN') : undefined)
    } catch (error) {
      onFault(error)
      next(new Error('NOT_READY'))
    }
  })

  live.onSocket((socket, principal) => {
    const screen = principal.kind === 'screen' ? principal.id : null
    on(socket, 'screen:done', onFault, (done: ScreenDone) => {
      if (screen !== null) wall.commands.done(screen, done)
    })
    on(socket, 'screen:beat', onFault, (health: ScreenHealth) => {
      if (screen !== null) wall.states.beat(screen, health, Date.now())
    })
    on(socket, 'screen:turned', onFault, (t: { at: number; turnedAt: number; what: string }) => {
      if (screen !== null) wall.states.turned(screen, t.at, t.turnedAt, t.what)
    })
    on(socket, 'screen:proof', onFault, (report: ProofReport) => {
      if (screen === null) throw new RequestError('FORBIDDEN')
      return wall.proofs.take(screen, report)
    })
    on(socket, 'screens:watch', onFault, () => {
      if (principal.kind !== 'account' || !app.access.visibleUnit(principal, app.catalogue.now().nation().id))
        throw new RequestError('FORBIDDEN')
      return wall.states.watch(socket)
    })
    if (screen === null) return
    sockets.add(screen, socket)
    void wall.tokens.renew(screen, socket).catch(onFault)
    const self = selfOf(app, screen)
    if (self) socket.emit('screen:self', self)
    socket.on('disconnect', () => {
      if (sockets.remove(screen, socket)) wall.states.gone(screen)
    })
  })

  const tellSelves = () => {
    for (const [id, list] of sockets.entries()) {
      const self = selfOf(app, id)
      if (self) for (const socket of list) socket.emit('screen:self', self)
    }
  }
  const off = bus.on('screens', () => {
    tellSelves()
    for (const socket of live.io.sockets.sockets.values())
      if (socket.data.principal.kind === 'account') socket.emit('walls')
  })
  // Of a room's shifts a screen needs only when they end.
  let plans = ''
  const offShifts = bus.on('shifts', () => {
    const now = JSON.stringify(plansFromNow(app))
    if (plans !== now) tellSelves()
    plans = now
  })
  const timer = setInterval(() => wall.states.pass(), TELL_MS)
  timer.unref()
  return () => {
    off()
    offShifts()
    clearInterval(timer)
  }
}
