import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

const Text = Type.String({ maxLength: 200 })
const Digits = Type.String({ pattern: '^\\d{1,18}$' })
const Code = Type.Union([Type.String(), Type.Null()])

/** What is done to refused rows before they are judged again; an empty change judges them by the present contract. */
export const Change = Type.Object(
  {
    /** Fields put in the place of those that were sent. */
    fields: Type.Optional(
      Type.Partial(
        Type.Object(
          {
            indicator: Text,
            unit: Text,
            at: Text,
            period: Text,
            value: Text,
            measure: Text,
            status: Text,
          },
          { additionalProperties: false },
        ),
      ),
    ),
    /** '1.234,5' is 1234.5. */
    decimalComma: Type.Optional(Type.Boolean()),
    /** From now on this name of the connection is that code, in these rows and in all to come. */
    map: Type.Optional(
      Type.Object({
        field: Type.Union([Type.Literal('unit'), Type.Literal('indicator')]),
        name: Type.String({ minLength: 1, maxLength: 500 }),
        code: Type.String({ minLength: 1, maxLength: 60 }),
      }),
    ),
  },
  { additionalProperties: false },
)
export type Change = Static<typeof Change>

/** Refused rows for one reason: the code, the field, and the value that was the trouble. */
export const Cause = Type.Object({
  code: Type.String({ maxLength: 40 }),
  field: Type.String({ maxLength: 40, description: "'' = the whole row" }),
  value: Type.String({ maxLength: 500, description: "'' = differs from row to row" }),
})
export type Cause = Static<typeof Cause>
export const CauseView = Type.Object({
  ...Cause.properties,
  reason: Words,
  rows: Type.Integer(),
  connections: Type.Array(Type.Object({ id: Type.String(), name: Words, rows: Type.Integer() })),
  firstAt: Type.Number(),
  lastAt: Type.Number(),
})
export type CauseView = Static<typeof CauseView>
export const CausesView = Type.Object({
  rows: Type.Integer({ description: 'Refused rows not yet repaired, of the causes in the list' }),
  more: Type.Boolean({ description: 'There are more causes than are listed' }),
  causes: Type.Array(CauseView),
})
export type CausesView = Static<typeof CausesView>

export const RepairView = Type.Object({
  at: Type.Number(),
  by: Type.String(),
  what: Change,
  outcome: Type.String(),
  code: Code,
  reason: Type.Union([Words, Type.Null()]),
})
export const RefusedRowView = Type.Object({
  id: Type.String(),
  connection: Type.String(),
  message: Type.String(),
  receivedAt: Type.Number(),
  row: Type.Integer(),
  code: Type.String(),
  field: Code,
  reason: Words,
  content: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
  /** Newest first. */
  repairs: Type.Array(RepairView),
})
export type RefusedRowView = Static<typeof RefusedRowView>

export const OUTCOMES = ['accepted', 'unchanged', 'superseded', 'refused', 'repaired'] as const
/** What becomes of a row: 'superseded' = a later message said it; 'repaired' = it has been before. */
export type Outcome = (typeof OUTCOMES)[number]
/** Either rows by their ids, or all of a cause, of one connection or of every one that may be seen. */
export const RepairInput = Type.Object({
  ids: Type.Optional(Type.Array(Digits, { minItems: 1, maxItems: 500 })),
  cause: Type.Optional(Cause),
  connection: Type.Optional(Type.String({ maxLength: 40 })),
  change: Change,
})
export type RepairInput = Static<typeof RepairInput>
export const RepairResult = Type.Object({
  counts: Type.Record(Type.String(), Type.Integer()),
  /** Rows left over for a next call: one takes 5,000. */
  more: Type.Boolean(),
  rows: Type.Array(
    Type.Object({
      id: Type.String(),
      row: Type.Integer(),
      content: Type.String(),
      outcome: Type.String(),
      code: Code,
      reason: Type.Union([Words, Type.Null()]),
      indicator: Code,
      unit: Code,
      period: Code,
      value: Type.Union([Type.Number(), Type.Null()]),
      /** What stands for that time now. */
      before: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
})
export type RepairResult = Static<typeof RepairResult>

export const CandidatesView = Type.Array(
  Type.Object({
    code: Type.String(),
    name: Words,
    kind: Type.String(),
    from: Code,
    to: Code,
    exact: Type.Boolean(),
  }),
)
export type CandidatesView = Static<typeof CandidatesView>
export const NameMappingView = Type.Object({
  version: Type.Integer(),
  field: Type.String(),
  name: Type.String(),
  code: Code,
  at: Type.Number(),
  by: Type.String(),
})
export type NameMappingView = Static<typeof NameMappingView>

/** A name that holds now, with what it stands for. */
export const MappedName = Type.Object({
  connection: Type.String(),
  connectionName: Words,
  field: Type.Union([Type.Literal('unit'), Type.Literal('indicator')]),
  name: Type.String(),
  code: Type.String(),
  means: Words,
  at: Type.Number(),
  by: Type.String(),
})
export type MappedName = Static<typeof MappedName>
export const NameWithdrawal = Type.Object(
  {
    connection: Type.String({ maxLength: 40 }),
    field: Type.Union([Type.Literal('unit'), Type.Literal('indicator')]),
    name: Type.String({ minLength: 1, maxLength: 500 }),
  },
  { additionalProperties: false },
)
export type NameWithdrawal = Static<typeof NameWithdrawal>
