import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { ClientToServer, LiveError, ServerToClient } from '../../shared/live.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Principal } from '../access/index.ts'

export type SocketData = { principal: Principal }
export type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>
export type LiveServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>

const Code = Type.String({ minLength: 1, maxLength: 40 })
const Whole = Type.Integer({ minimum: 0, maximum: 2 ** 32 })
const Question = Type.Union([
  Type.Object({ kind: Type.Literal('section'), section: Type.Integer({ minimum: 1, maximum: 99 }) }),
  Type.Object({ kind: Type.Literal('unit'), unit: Code }),
  Type.Object({
    kind: Type.Literal('indicator'),
    indicator: Code,
    day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  }),
  Type.Object({
    kind: Type.Literal('cells'),
    cells: Type.Array(Type.Object({ indicator: Code, unit: Code }), { maxItems: 500 }),
  }),
  Type.Object({ kind: Type.Literal('session'), session: Code }),
])

/**
 * Every event that this room takes from a client: the shape of its words and who may say it. A test enumerates them.
 * 'any' = whoever is signed in, each answer filtered by its own scope; 'board' = accounts, their own connections only.
 */
export const LIVE_EVENTS = {
  clock: { words: Type.Tuple([]), who: 'any' },
  'view:open': { words: Type.Tuple([Question]), who: 'any' },
  'view:close': { words: Type.Tuple([Whole]), who: 'any' },
  'view:resume': { words: Type.Tuple([Whole, Whole, Whole]), who: 'any' },
  applied: {
    words: Type.Tuple([
      Type.Object({
        views: Type.Array(Type.Tuple([Whole, Whole]), { maxItems: 32 }),
        scene: Type.Optional(Type.String({ maxLength: 80 })),
        width: Type.Optional(Type.Integer({ minimum: 0, maximum: 32_768 })),
        height: Type.Optional(Type.Integer({ minimum: 0, maximum: 32_768 })),
      }),
    ]),
    who: 'any',
  },
  'board:watch': { words: Type.Tuple([]), who: 'board' },
  'counts:watch': { words: Type.Tuple([]), who: 'any' },
} as const satisfies Partial<Record<keyof ClientToServer, { words: TSchema; who: 'any' | 'board' }>>
export type LiveEvent = keyof typeof LIVE_EVENTS

export const errorOf = (error: unknown): LiveError => {
  const known = error instanceof RequestError ? error : null
  const body = known?.body() ?? {
    code: 'INTERNAL',
    message: { vi: 'Lỗi hệ thống, đã ghi lại', en: 'An internal error, recorded' },
  }
  return {
    error: { code: body.code, message: body.message, ...('detail' in body ? { detail: body.detail } : {}) },
  }
}

/**
 * Listens for one event: words of another shape and events out of scope are answered with an error and do nothing else.
 * `run` gets the words and returns what the acknowledgement is given.
 */
export function on<A>(
  socket: LiveSocket,
  event: LiveEvent,
  onFault: (error: unknown) => void,
  run: (...words: never[]) => A | LiveError,
): void {
  const { words: shape, who } = LIVE_EVENTS[event]
  const listen = (...all: unknown[]) => {
    const ack = typeof all.at(-1) === 'function' ? (all.pop() as (answer: unknown) => void) : () => {}
    try {
      if (!Value.Check(shape, all)) throw new RequestError('BAD_REQUEST', { event })
      if (who === 'board' && socket.data.principal.kind !== 'account') throw new RequestError('FORBIDDEN')
      ack(run(...(all as never[])))
    } catch (error) {
      if (!(error instanceof RequestError)) onFault(error)
      ack(errorOf(error))
    }
  }
  socket.on(event as never, listen as never)
}
