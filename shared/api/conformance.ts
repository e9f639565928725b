import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'
import { PreviewView } from './intake.ts'

export const ConformanceQuery = Type.Object(
  {
    file: Type.Optional(
      Type.String({
        minLength: 3,
        maxLength: 200,
        pattern: '\\.[A-Za-z]{2,8}$',
        description: 'Its ending says how the payload is read; absent: its Content-Type does',
      }),
    ),
  },
  { additionalProperties: false },
)
/** Whether a payload would be taken. Nothing is written. */
export const ConformanceView = Type.Object({
  connection: Type.Object({
    id: Type.String(),
    name: Words,
    connector: Type.String(),
    enabled: Type.Boolean(),
    contractVersion: Type.Integer(),
    period: Type.String({ description: 'ISO 8601 duration between messages, as agreed' }),
  }),
  preview: PreviewView,
  /** Series that the contract names one by one, and which of them the payload has. */
  promised: Type.Object({
    agreed: Type.Integer(),
    supplied: Type.Integer(),
    missing: Type.Array(Type.Object({ indicator: Type.String(), unit: Type.String() }), {
      description: 'The first 200',
    }),
  }),
  /** End of the newest time that a good row is about, ms since 1970. */
  newest: Type.Union([Type.Number(), Type.Null()]),
  /** The server's clock, ms since 1970. */
  now: Type.Number(),
})
export type ConformanceView = Static<typeof ConformanceView>
