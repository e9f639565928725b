import { type Static, Type } from 'typebox'
import { PERIODS } from '../vocabulary.ts'
import { Words } from './catalogue.ts'

const orNull = <T extends ReturnType<typeof Type.Number> | ReturnType<typeof Type.String>>(t: T) =>
  Type.Union([t, Type.Null()])
const Kind = Type.Enum([...PERIODS])
const Status = Type.Enum(['provisional', 'official', 'estimated'])
/** A period, or an instant in ISO 8601 with its offset. */
const Time = Type.String({ minLength: 4, maxLength: 40 })
const ConnectionId = Type.String({ minLength: 1, maxLength: 40 })

/** A connection whose numbers are typed. */
export const EntryConnectionView = Type.Object({
  id: Type.String(),
  name: Words,
  agencyName: Words,
  enabled: Type.Boolean(),
  twoPersons: Type.Boolean(),
  /** How often its indicators are reported; a form is about one of these. */
  kinds: Type.Array(Kind),
})
export type EntryConnectionView = Static<typeof EntryConnectionView>

export const FormQuery = Type.Object({ connection: ConnectionId, kind: Kind, time: Type.Optional(Time) })
const Known = Type.Object({ value: Type.Number(), time: Type.String(), status: Type.String() })
/** One promised number of the form. Values, range and measure as the contract has them. */
export const FormRowView = Type.Object({
  indicator: Type.String(),
  name: Words,
  unit: Type.String(),
  unitName: Words,
  measure: Words,
  decimals: Type.Integer(),
  min: orNull(Type.Number()),
  max: orNull(Type.Number()),
  /** What is known of this time already. */
  current: Type.Union([Known, Type.Null()]),
  /** The newest known number of another time. */
  last: Type.Union([Known, Type.Null()]),
})
export type FormRowView = Static<typeof FormRowView>
export const FormView = Type.Object({
  kind: Kind,
  time: Type.String(),
  /** Periods to choose from, newest first; empty where an instant is asked for. */
  times: Type.Array(Type.String()),
  rows: Type.Array(FormRowView),
})
export type FormView = Static<typeof FormView>

export const EntryRow = Type.Object(
  {
    indicator: Type.String({ minLength: 1, maxLength: 40 }),
    unit: Type.String({ minLength: 1, maxLength: 40 }),
    at: Type.Optional(Time),
    period: Type.Optional(Time),
    value: Type.Number(),
    status: Status,
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type EntryRow = Static<typeof EntryRow>
export const EntryInput = Type.Object(
  { connection: ConnectionId, rows: Type.Array(EntryRow, { minItems: 1, maxItems: 2_000 }) },
  { additionalProperties: false },
)
export type EntryInput = Static<typeof EntryInput>
export const DecisionInput = Type.Object(
  {
    decision: Type.Enum(['confirm', 'refuse', 'withdraw']),
    /** Why it is refused. */
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' })),
  },
  { additionalProperties: false },
)
export const EntriesQuery = Type.Object({ connection: ConnectionId })
export const EntryParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
})

const Person = Type.Object({ id: Type.Integer(), name: Type.String() })
export const EntryView = Type.Object({
  id: Type.Integer(),
  state: Type.Enum(['pending', 'confirmed', 'submitted', 'refused', 'withdrawn']),
  twoPersons: Type.Boolean(),
  writtenBy: Person,
  writtenAt: Type.Number(),
  /** Who decided, when, and why it was refused; null while nobody has. */
  decided: Type.Union([
    Type.Object({ by: Person, at: Type.Number(), reason: orNull(Type.String()) }),
    Type.Null(),
  ]),
  /** What became of it in the intake. */
  submitted: Type.Union([
    Type.Object({
      message: Type.String(),
      at: Type.Number(),
      accepted: Type.Integer(),
      unchanged: Type.Integer(),
      refused: Type.Integer(),
    }),
    Type.Null(),
  ]),
  rows: Type.Array(
    Type.Object({
      ...EntryRow.properties,
      name: Words,
      unitName: Words,
      measure: Words,
      decimals: Type.Integer(),
      /** What was known of that time when it was written. */
      before: Type.Union([Type.Object({ value: Type.Number(), status: Type.String() }), Type.Null()]),
    }),
  ),
})
export type EntryView = Static<typeof EntryView>
