import type { DefaultEventsMap, Server, Socket } from 'socket.io'
import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { REPLAY_RATES } from '../../shared/clock.ts'
import type {
  AttentionRow,
  BoardRow,
  ClientToServer,
  CountsAnswer,
  LiveError,
  ScreenRow,
  ServerToClient,
  ViewOpened,
  ViewQuestion,
} from '../../shared/live.ts'
import { MOST_SHOWN, PROOF_COVERS } from '../../shared/proof.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Principal } from '../access/index.ts'
import { spend } from './limits.ts'

/** A socket whose clock is not live: whoever keeps its time answers its questions. */
export type Past = {
  open(question: ViewQuestion): Promise<ViewOpened>
  close(view: number): void
  resume(view: number, epoch: number, seq: number): boolean
  /** The largest lag of the reported views, ms. */
  applied(views: readonly [number, number][]): number
  board(): Promise<{ rows: BoardRow[]; screens: ScreenRow[]; attention: AttentionRow[] }>
  counts(): Promise<CountsAnswer>
  /** Ends what its socket may no longer see. */
  withdraw(): void
}
export type SocketData = {
  principal: Principal
  /** Whether it may read at all now: a point that came by a link only while it is in its session. */
  isIn: () => boolean
  past?: Past | undefined
}
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
  Type.Object({
    kind: Type.Literal('scene'),
    scene: Code,
    version: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  }),
  Type.Object({
    kind: Type.Literal('draft'),
    cells: Type.Array(Type.Object({ indicator: Code, unit: Code }), { maxItems: 500 }),
    indicators: Type.Array(Code, { maxItems: 40 }),
  }),
])

const Time = Type.Number({ minimum: -8.64e15, maximum: 8.64e15 })
const Known = Type.Union([Type.Literal('then'), Type.Literal('now')])
const Rate = Type.Union(REPLAY_RATES.map((rate) => Type.Literal(rate)))
const Clock = Type.Union([
  Type.Object({ mode: Type.Literal('live') }),
  Type.Object({ mode: Type.Literal('fixed'), at: Time, from: Type.Optional(Time), known: Known }),
  Type.Object({
    mode: Type.Literal('replay'),
    from: Time,
    to: Time,
    at: Time,
    rate: Rate,
    playing: Type.Boolean(),
    known: Known,
  }),
])
const Control = Type.Union([
  Type.Object({ do: Type.Literal('play') }),
  Type.Object({ do: Type.Literal('pause') }),
  Type.Object({ do: Type.Literal('step') }),
  Type.Object({ do: Type.Literal('rate'), rate: Rate }),
  Type.Object({ do: Type.Literal('seek'), at: Time }),
])
const Amount = Type.Number({ minimum: 0, maximum: 1e9 })
const Health = Type.Object({
  framesPerSecond: Amount,
  heapMb: Type.Union([Amount, Type.Null()]),
  heapLimitMb: Type.Union([Amount, Type.Null()]),
  skewMs: Type.Number({ minimum: -1e15, maximum: 1e15 }),
  version: Type.String({ maxLength: 80 }),
  engine: Type.String({ maxLength: 80 }),
  width: Amount,
  height: Amount,
  contextsLost: Amount,
  upSeconds: Amount,
  kept: Type.Boolean(),
  stalledMs: Amount,
  failed: Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()])),
})
const Proof = Type.Object({
  at: Time,
  why: Type.Union([Type.Literal('scene'), Type.Literal('beat')]),
  scene: Type.String({ maxLength: 80 }),
  epoch: Whole,
  values: Type.Array(
    Type.Tuple([
      ...[Whole, Whole, Whole],
      Type.Union([Type.Number(), Type.Null()]),
      Time,
      Type.Union([Type.String({ maxLength: 80 }), Type.Null()]),
    ]),
    { maxItems: MOST_SHOWN },
  ),
  cover: Type.Optional(Type.Union([Type.Enum(PROOF_COVERS), Type.Null()])),
  cut: Type.Optional(Whole),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
})

/**
 * Every event that this room takes from a client: the shape of its words and who may say it. A test enumerates them.
 * 'any' = whoever is connected; 'reader' = the same, each answer filtered by its own scope, but a point that came by a link
 * only while it is in its session; 'board' = accounts, their own connections only; 'screen' = a screen of the wall, about
 * itself. What the wall's own room listens to stands here too.
 */
export const LIVE_EVENTS = {
  clock: { words: Type.Tuple([]), who: 'any' },
  'view:open': { words: Type.Tuple([Question]), who: 'reader' },
  'view:close': { words: Type.Tuple([Whole]), who: 'any' },
  'view:resume': { words: Type.Tuple([Whole, Whole, Whole]), who: 'reader' },
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
  'alarms:watch': { words: Type.Tuple([]), who: 'board' },
  'alarms:hear': { words: Type.Tuple([]), who: 'board' },
  'counts:watch': { words: Type.Tuple([]), who: 'reader' },
  step: {
    words: Type.Tuple([
      Type.Union([Type.Literal('opened'), Type.Literal('find'), Type.Literal('state')]),
      Type.Union([Type.String({ maxLength: 120 }), Type.Null()]),
    ]),
    who: 'board',
  },
  'clock:set': { words: Type.Tuple([Clock]), who: 'reader' },
  'clock:control': { words: Type.Tuple([Control]), who: 'reader' },
  'screen:done': {
    words: Type.Tuple([
      Type.Object({
        id: Whole,
        ok: Type.Boolean(),
        at: Time,
        detail: Type.Optional(Type.String({ maxLength: 200 })),
      }),
    ]),
    who: 'screen',
  },
  'screen:beat': { words: Type.Tuple([Health]), who: 'screen' },
  'screen:turned': {
    words: Type.Tuple([Type.Object({ at: Time, turnedAt: Time, what: Type.String({ maxLength: 120 }) })]),
    who: 'screen',
  },
  'screen:proof': { words: Type.Tuple([Proof]), who: 'screen' },
  'screens:watch': { words: Type.Tuple([]), who: 'board' },
} as const satisfies Partial<
  Record<keyof ClientToServer, { words: TSchema; who: 'any' | 'reader' | 'board' | 'screen' }>
>
export type LiveEvent = keyof typeof LIVE_EVENTS

/** The shapes as functions: a thousand screens report each second. */
const SHAPES = new Map(Object.entries(LIVE_EVENTS).map(([event, { words }]) => [event, Compile(words)]))

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
 * `run` gets the words and returns what the acknowledgement is given, at once or later.
 */
export function on<A>(
  socket: LiveSocket,
  event: LiveEvent,
  onFault: (error: unknown) => void,
  run: (...words: never[]) => A | LiveError | Promise<A | LiveError>,
): void {
  const { who } = LIVE_EVENTS[event]
  const shape = SHAPES.get(event)
  const listen = (...all: unknown[]) => {
    const ack = typeof all.at(-1) === 'function' ? (all.pop() as (answer: unknown) => void) : () => {}
    const refuse = (error: unknown) => {
      if (!(error instanceof RequestError)) onFault(error)
      ack(errorOf(error))
    }
    try {
      if (!shape?.Check(all)) throw new RequestError('BAD_REQUEST', { event })
      const { kind } = socket.data.principal
      if (who === 'reader' && !socket.data.isIn()) throw new RequestError('BRIDGE_OUTSIDE')
      if (who === 'board' && kind !== 'account') throw new RequestError('FORBIDDEN')
      if (who === 'screen' && kind !== 'screen') throw new RequestError('FORBIDDEN')
      spend(socket, event)
      const answer = run(...(all as never[]))
      if (answer instanceof Promise) answer.then(ack, refuse)
      else ack(answer)
    } catch (error) {
      refuse(error)
    }
  }
  socket.on(event as never, listen as never)
}
