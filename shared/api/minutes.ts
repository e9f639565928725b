import { type Static, type TSchema, Type } from 'typebox'
import { Words } from './catalogue.ts'

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }
const Long = Type.String({ maxLength: 60_000 })

/** What a person writes in minutes; the roll and the tables come from the record itself. Lines are paragraphs. */
export const MinutesText = Type.Object(
  {
    /** Given by the office when it registers them. */
    number: orNull(Type.String({ maxLength: 60 })),
    place: Type.String({ maxLength: 200 }),
    secretary: Type.String({ maxLength: 120 }),
    opening: Long,
    statements: Long,
    conclusions: Long,
    closing: Long,
  },
  closed,
)
export type MinutesText = Static<typeof MinutesText>
export const MinutesSave = Type.Object(
  {
    text: MinutesText,
    /** The version that was read; 0 when none was saved. Another's newer one is not written over. */
    after: Type.Integer({ minimum: 0 }),
  },
  closed,
)
export const MinutesApprove = Type.Object({ version: Type.Integer({ minimum: 1 }) }, closed)
export const MinutesView = Type.Object({
  session: Type.String(),
  /** 0: drafted from the record, not yet saved by anybody. */
  version: Type.Integer(),
  text: MinutesText,
  savedAt: orNull(Type.Number()),
  savedBy: orNull(Type.String()),
  approved: orNull(
    Type.Object({
      version: Type.Integer(),
      at: Type.Number(),
      by: Type.String(),
      sha256: Type.String(),
      pdfSha256: orNull(Type.String()),
    }),
  ),
  /** Of approved minutes, for who directs: to whom they went, and who there opened them first. */
  receipts: Type.Array(
    Type.Object({
      unit: Type.Object({ code: Type.String(), name: Words }),
      sentAt: Type.Number(),
      openedAt: orNull(Type.Number()),
      openedBy: orNull(Type.String()),
    }),
  ),
  mayEdit: Type.Boolean(),
  mayApprove: Type.Boolean(),
})
export type MinutesView = Static<typeof MinutesView>
/** Approved minutes that a unit received and nobody of it has opened. */
export const MinutesReceived = Type.Object({
  session: Type.String(),
  title: Type.String(),
  sentAt: Type.Number(),
})
export type MinutesReceived = Static<typeof MinutesReceived>
