import { type Static, type TSchema, Type } from 'typebox'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })
const closed = { additionalProperties: false }

export const RECORDING_TYPES = ['video/webm', 'video/mp4'] as const
/** Largest chunk in bytes: ten seconds of picture at many times its usual rate. */
export const CHUNK_LIMIT = 32 << 20

export const RecordingParams = Type.Object({ id: Id })
export const ChunkParams = Type.Object({ id: Id, n: Type.Integer({ minimum: 0, maximum: 1_000_000 }) })
export const NewRecording = Type.Object({ mime: Type.Enum([...RECORDING_TYPES]) }, closed)
export const DeleteRecording = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  closed,
)
export const RecordingView = Type.Object({
  id: Type.String(),
  session: Type.String(),
  mime: Type.String(),
  startedAt: Type.Number(),
  startedBy: Type.String(),
  chunks: Type.Integer(),
  bytes: Type.Number(),
  stoppedAt: orNull(Type.Number()),
  /** stopped by a person, ended with the session, or interrupted: the page that made it went. */
  stopReason: orNull(Type.Enum(['stopped', 'ended', 'interrupted'])),
  sha256: orNull(Type.String()),
  deletedAt: orNull(Type.Number()),
  deleteReason: orNull(Type.String()),
  /** Until when it is kept by rule. */
  keptUntil: Type.Number(),
  watched: Type.Array(Type.Object({ by: Type.String(), at: Type.Number() })),
})
export type RecordingView = Static<typeof RecordingView>
