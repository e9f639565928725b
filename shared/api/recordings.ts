import { type Static, type TSchema, Type } from 'typebox'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })
const closed = { additionalProperties: false }

export const RECORDING_TYPES = ['video/webm', 'video/mp4'] as const
/** Largest chunk in bytes: ten seconds of picture at many times its usual rate. */
export const CHUNK_LIMIT = 32 << 20

export const RecordingParams = Type.Object({ id: Id })
export const ChunkParams = Type.Object({ id: Id, n: Type.Integer({ minimum: 0, maximum: 1_000_000 }) })
/** Why a recording was not made as it was asked for, or is not whole. */
export const RECORDING_FAULTS = [
  'EGRESS_REFUSED', // nobody took it on: the page made it
  'EGRESS_FAILED', // the service gave up
  'EGRESS_ENDED', // it ended by itself
  'EGRESS_SILENT', // neither a word nor a growing file
  'EGRESS_AWAY', // the session left its media server, or the server went
  'EGRESS_NO_FILE', // it says that it is whole, and there is no file
  'EGRESS_SIZE', // the file is not as large as was said
] as const
export type RecordingFault = (typeof RECORDING_FAULTS)[number]

/** `mime`: what the page can make, null where it can make none. `maker`: page where it is to be the page in any case. */
export const NewRecording = Type.Object(
  { mime: orNull(Type.Enum([...RECORDING_TYPES])), maker: Type.Optional(Type.Literal('page')) },
  closed,
)
export const DeleteRecording = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  closed,
)
export const RecordingView = Type.Object({
  id: Type.String(),
  session: Type.String(),
  mime: Type.String(),
  /** A page's own mix, or the media server's egress service. */
  maker: Type.Enum(['page', 'egress']),
  startedAt: Type.Number(),
  /** When its picture begins, where that is not when it was asked for. */
  pictureAt: orNull(Type.Number()),
  startedBy: Type.String(),
  chunks: Type.Integer(),
  bytes: Type.Number(),
  stoppedAt: orNull(Type.Number()),
  /** stopped by a person, ended with the session, interrupted: whoever made it went, failed: nothing of it is there. */
  stopReason: orNull(Type.Enum(['stopped', 'ended', 'interrupted', 'failed'])),
  /** Its file is still with the media server. */
  awaited: Type.Boolean(),
  fault: orNull(Type.Enum([...RECORDING_FAULTS])),
  faultDetail: orNull(Type.String()),
  sha256: orNull(Type.String()),
  deletedAt: orNull(Type.Number()),
  deleteReason: orNull(Type.String()),
  /** Until when it is kept by rule. */
  keptUntil: Type.Number(),
  watched: Type.Array(Type.Object({ by: Type.String(), at: Type.Number() })),
})
export type RecordingView = Static<typeof RecordingView>
