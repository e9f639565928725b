import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

export const AttentionQuery = Type.Object({
  closed: Type.Optional(Type.Literal('1', { description: 'The history: causes that have ended' })),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
})
export const AttentionParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
})
export const AcknowledgeInput = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  { additionalProperties: false },
)

/** A cause that wants a person, newest first. Times are ms since 1970. */
export const AttentionView = Type.Object({
  id: Type.Integer(),
  kind: Type.Union([Type.Literal('connection'), Type.Literal('screen')]),
  subject: Type.String(),
  subjectName: Words,
  state: Type.String(),
  since: Type.Number(),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  acknowledged: Type.Union([
    Type.Object({ by: Type.String(), at: Type.Number(), note: Type.String() }),
    Type.Null(),
  ]),
  /** Only in the history: when it ended. */
  clearedAt: Type.Optional(Type.Number()),
})
export type AttentionView = Static<typeof AttentionView>
