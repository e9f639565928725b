import { type Static, Type } from 'typebox'

const Secret = Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' })
export const ScreenName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
export const ScreenParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

/** What a page without a token shows (`code`) and keeps to itself (`deviceSecret`). */
export const ScreenHello = Type.Object({
  code: Type.String({ description: 'Six digits, for a person to type on the desk' }),
  deviceSecret: Type.String(),
  expiresAt: Type.Number({ description: 'ms since 1970' }),
})
export const ScreenPoll = Type.Object({ deviceSecret: Secret }, { additionalProperties: false })
export const ScreenPollAnswer = Type.Union([
  Type.Object({ token: Type.String() }),
  Type.Object({ waiting: Type.Literal(true) }),
])
export const ScreenApprove = Type.Object(
  { code: Type.String({ pattern: '^\\d{6}$' }), name: ScreenName },
  { additionalProperties: false },
)
/** The link's token travels in the body, so that it reaches no log. */
export const ScreenPair = Type.Object({ token: Secret }, { additionalProperties: false })
export const ScreenToken = Type.Object({ token: Type.String(), id: Type.Integer(), name: Type.String() })
export const ScreenRename = Type.Object({ name: ScreenName }, { additionalProperties: false })

/** A paired screen. Times are ms since 1970. */
export const ScreenView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  approvedBy: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.Number(),
  revokedAt: Type.Union([Type.Number(), Type.Null()]),
  lastSeenAt: Type.Union([Type.Number(), Type.Null()]),
  connected: Type.Boolean(),
})
export type ScreenView = Static<typeof ScreenView>
