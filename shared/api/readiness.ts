import { type Static, type TSchema, Type } from 'typebox'
import { Words } from './catalogue.ts'

const closed = { additionalProperties: false }
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const count = (maximum: number) => Type.Number({ minimum: 0, maximum })
const DeviceFault = Type.Enum(['insecure', 'unsupported', 'refused', 'missing', 'busy', 'failed'])

/** The items of a point's checklist, in their order. */
export const READINESS_ITEMS = ['camera', 'microphone', 'line', 'framing'] as const
export type ReadinessItem = (typeof READINESS_ITEMS)[number]

/** What was measured; null where it was not (yet). */
export const ReadinessFacts = Type.Object(
  {
    camera: orNull(
      Type.Object(
        {
          /** As really delivered, counted over a while. */
          width: count(20_000),
          height: count(20_000),
          framesPerSecond: count(1_000),
          label: Type.String({ maxLength: 120 }),
          drawn: Type.Boolean(),
          fault: orNull(DeviceFault),
        },
        closed,
      ),
    ),
    microphone: orNull(
      Type.Object(
        {
          /** The loudest heard, 0 to 1 on a scale of decibels (0 = −60 dB). */
          level: count(1),
          label: Type.String({ maxLength: 120 }),
          fault: orNull(DeviceFault),
        },
        closed,
      ),
    ),
    line: orNull(
      Type.Object(
        { roundTripMs: count(600_000), downKbps: count(1e9), upKbps: count(1e9), bytes: count(1e8) },
        closed,
      ),
    ),
    framing: orNull(
      Type.Object(
        {
          /** Mean brightness of the picture, 0 to 1. */
          brightness: count(1),
          confirmed: Type.Boolean(),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type ReadinessFacts = Static<typeof ReadinessFacts>

/** For which session: a booked one, or the one that this socket is invited to. */
export const ReadinessFor = Type.Object(
  {
    booking: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })),
    session: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })),
  },
  closed,
)
export type ReadinessFor = Static<typeof ReadinessFor>

const Item = Type.Object({
  item: Type.Enum([...READINESS_ITEMS]),
  state: Type.Enum(['passed', 'failed', 'untested']),
  /** Why it failed, and so what to do; null when it did not. */
  why: orNull(Type.String()),
})
export type ReadinessItemView = Static<typeof Item>

export const ReadinessRow = Type.Object({
  unit: Type.Object({ code: Type.String(), name: Words }),
  state: Type.Enum(['failed', 'untested', 'ready']),
  items: Type.Array(Item),
  /** When it was tested last, ms since 1970, by whom, on which device. */
  at: orNull(Type.Number()),
  actor: orNull(Type.String()),
  device: orNull(Type.String()),
  facts: orNull(ReadinessFacts),
})
export type ReadinessRow = Static<typeof ReadinessRow>
/** Worst first. */
export const ReadinessBoard = Type.Object({
  ready: Type.Integer(),
  expected: Type.Integer(),
  rows: Type.Array(ReadinessRow),
})
export type ReadinessBoard = Static<typeof ReadinessBoard>
