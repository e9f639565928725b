import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { BridgeSignal, PointQuality } from '../../../shared/live.ts'

/** Largest session description in characters; a browser's own stays below a tenth of it. */
export const SDP_LIMIT = 65_536

const round = {
  incarnation: Type.Integer(),
  to: Type.Integer(),
  round: Type.Integer({ minimum: 0, maximum: 1e6 }),
}
const strict = { additionalProperties: false }
const Signal = Type.Union([
  Type.Object(
    {
      ...round,
      kind: Type.Literal('description'),
      type: Type.Union([Type.Literal('offer'), Type.Literal('answer')]),
      sdp: Type.String({ minLength: 1, maxLength: SDP_LIMIT }),
    },
    strict,
  ),
  Type.Object(
    {
      ...round,
      kind: Type.Literal('candidate'),
      candidate: Type.String({ maxLength: 2_000 }),
      sdpMid: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
      sdpMLineIndex: Type.Union([Type.Integer({ minimum: 0, maximum: 200 }), Type.Null()]),
    },
    strict,
  ),
  Type.Object({ ...round, kind: Type.Literal('rebuild') }, strict),
])
const signal = Compile(Signal)
export const isSignal = (data: unknown): data is BridgeSignal => signal.Check(data)

const count = (maximum: number) => Type.Number({ minimum: 0, maximum })
const Quality = Type.Object(
  {
    width: count(20_000),
    height: count(20_000),
    framesPerSecond: count(1_000),
    lossPercent: count(100),
    roundTripMs: count(600_000),
    receiving: Type.Integer({ minimum: 0, maximum: 100 }),
    layers: Type.Optional(Type.Array(count(20_000), { maxItems: 6 })),
    limited: Type.Optional(Type.Enum(['none', 'cpu', 'bandwidth', 'other'])),
  },
  strict,
)
const whole = Type.Integer({ minimum: 0, maximum: 2 ** 53 })
const FrameMark = Type.Object({ view: whole, epoch: whole, seq: whole }, strict)
const code = Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' })
const Pointer = Type.Union([
  Type.Null(),
  Type.Object(
    {
      unit: code,
      indicator: code,
      at: Type.Union([Type.Number({ minimum: -8.64e15, maximum: 8.64e15 }), Type.Null()]),
      frame: Type.Union([FrameMark, Type.Null()]),
    },
    strict,
  ),
])
const pointer = Compile(Pointer)
export const isPointer = (data: unknown): data is Static<typeof Pointer> => pointer.Check(data)

const Said = Type.Object(
  {
    to: Type.Union([
      Type.Object({ kind: Type.Literal('all') }, strict),
      Type.Object({ kind: Type.Literal('operators') }, strict),
      Type.Object({ kind: Type.Literal('point'), point: code }, strict),
    ]),
    text: Type.String({ maxLength: 8_000 }),
  },
  strict,
)
const said = Compile(Said)
export const isSaid = (data: unknown): data is Static<typeof Said> => said.Check(data)

const Beat = Type.Object(
  {
    quality: Quality,
    microphone: Type.Optional(Type.Boolean()),
    camera: Type.Optional(Type.Boolean()),
    drawn: Type.Optional(Type.Boolean()),
    frame: Type.Optional(Type.Union([FrameMark, Type.Null()])),
  },
  strict,
)
export type Beat = Static<typeof Beat> & { quality: PointQuality }
const beat = Compile(Beat)
export const isBeat = (data: unknown): data is Beat => beat.Check(data)

const Hello = Type.Object(
  {
    device: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }),
    camera: Type.Boolean(),
    microphone: Type.Boolean(),
    drawn: Type.Optional(Type.Boolean()),
    /** Sits down in the chair if it is empty, where another was to have it. */
    take: Type.Optional(Type.Boolean()),
    session: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })),
  },
  strict,
)
export type Hello = Static<typeof Hello>
const hello = Compile(Hello)
export const isHello = (data: unknown): data is Hello => hello.Check(data)
