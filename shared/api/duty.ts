import { type Static, Type } from 'typebox'
import { RUNGS } from '../ladder.ts'
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

const Instant = Type.Union([Type.Number(), Type.Null()])
export const LadderView = Type.Object({
  since: Type.Number(),
  rungs: Type.Array(Type.Object({ rung: Type.Enum([...RUNGS]), dueAt: Type.Number(), at: Instant })),
  acknowledgedAt: Instant,
})
/** Times during which a source was silent, newest first, and what was done. */
export const SilenceQuery = Type.Object({
  connection: Type.String({ minLength: 1, maxLength: 40 }),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 10 }),
})
export const SilenceView = Type.Object({
  ladder: LadderView,
  endedAt: Instant,
  /** The connection's state that ended it; null while it lasts. */
  endedAs: Type.Union([Type.String(), Type.Null()]),
})
export type SilenceView = Static<typeof SilenceView>

/** A cause that wants a person, newest first. Times are ms since 1970. */
export const AttentionView = Type.Object({
  id: Type.Integer(),
  kind: Type.Enum(['connection', 'screen', 'directive', 'intrusion']),
  subject: Type.String(),
  subjectName: Words,
  state: Type.String(),
  since: Type.Number(),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  acknowledged: Type.Union([
    Type.Object({ by: Type.String(), at: Type.Number(), note: Type.String() }),
    Type.Null(),
  ]),
  ladder: Type.Union([LadderView, Type.Null()]),
  /** Only in the history: when it ended. */
  clearedAt: Type.Optional(Type.Number()),
})
export type AttentionView = Static<typeof AttentionView>
