import { type Static, Type } from 'typebox'
import { PROOF_COVERS } from '../proof.ts'
import { COMMAND_ENDS } from '../wall.ts'

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
/** A new screen by its name, or one that is already known by its number: then its name, group and place stay. */
export const ScreenApprove = Type.Object(
  {
    code: Type.String({ pattern: '^\\d{6}$' }),
    name: Type.Optional(ScreenName),
    screen: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
  },
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
  group: Type.Union([Type.String(), Type.Null()]),
})
export type ScreenView = Static<typeof ScreenView>

export const ScreenGroup = Type.Object(
  { group: Type.Union([Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }), Type.Null()]) },
  { additionalProperties: false },
)

const strict = { additionalProperties: false }
const Edge = Type.Number({ minimum: 0, maximum: 2_000 })
const Pixels = Type.Integer({ minimum: 1, maximum: 16_384 })
const Millimetres = Type.Number({ minimum: 1, maximum: 20_000 })
const Index = Type.Integer({ minimum: 0, maximum: 31 })
export const Geometry = Type.Object(
  {
    rows: Type.Integer({ minimum: 1, maximum: 16 }),
    columns: Type.Integer({ minimum: 1, maximum: 32 }),
    resolution: Type.Object({ width: Pixels, height: Pixels }, strict),
    panel: Type.Object({ width: Millimetres, height: Millimetres }, strict),
    bezel: Type.Object(
      {
        left: Edge,
        right: Edge,
        top: Edge,
        bottom: Edge,
        unit: Type.Union([Type.Literal('px'), Type.Literal('mm')]),
      },
      strict,
    ),
    cells: Type.Array(
      Type.Object(
        { row: Index, column: Index, screen: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) },
        strict,
      ),
      { maxItems: 512 },
    ),
  },
  strict,
)
export const WallWanted = Type.Object({ name: ScreenName, geometry: Geometry }, strict)
export const WallChange = Type.Object(
  { version: Type.Integer({ minimum: 1 }), name: ScreenName, geometry: Geometry },
  strict,
)
export const WallParams = ScreenParams
export const WallAnswer = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  geometry: Geometry,
  version: Type.Integer(),
  updatedAt: Type.Number(),
})

const Tone = Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')])
const Nullable = Type.Null()
/** What a person tells a screen from the desk. What it shows has its own ways in. */
export const Command = Type.Union([
  Type.Object(
    {
      do: Type.Literal('notice'),
      text: Type.String({ minLength: 1, maxLength: 400, pattern: '\\S' }),
      tone: Tone,
      minutes: Type.Union([Type.Integer({ minimum: 1, maximum: 1_440 }), Nullable]),
    },
    strict,
  ),
  Type.Object({ do: Type.Literal('clear-notice') }, strict),
  Type.Object(
    { do: Type.Literal('night'), level: Type.Union([Type.Number({ minimum: 0.2, maximum: 1 }), Nullable]) },
    strict,
  ),
  Type.Object({ do: Type.Literal('blank'), on: Type.Boolean() }, strict),
  Type.Object({ do: Type.Literal('reload') }, strict),
  Type.Object({ do: Type.Literal('screenshot') }, strict),
  Type.Object({ do: Type.Literal('identify'), seconds: Type.Integer({ minimum: 1, maximum: 600 }) }, strict),
  Type.Object({ do: Type.Literal('test-picture'), on: Type.Boolean() }, strict),
])
export const CommandBody = Type.Object({ command: Command }, strict)
export const CommandsBody = Type.Object(
  { screens: Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 512 }), command: Command },
  strict,
)
const Maybe = Type.Union([Type.Number(), Nullable])
const MaybeText = Type.Union([Type.String(), Nullable])
export const CommandAnswerView = Type.Object({
  id: Type.Number(),
  screen: Type.Integer(),
  end: Type.Enum(COMMAND_ENDS),
  took: Maybe,
  at: Maybe,
  detail: MaybeText,
})
export const CommandList = Type.Array(
  Type.Object({
    id: Type.Number(),
    screen: Type.Integer(),
    at: Type.Number(),
    command: Type.Unknown(),
    actor: Type.String(),
    end: MaybeText,
    took: Maybe,
    detail: MaybeText,
  }),
)

const Moment = Type.Number({ minimum: 0, maximum: 8.64e15 })
export const PictureQuery = Type.Object({
  kind: Type.Union([Type.Literal('asked'), Type.Literal('small')]),
  at: Moment,
  scene: Type.String({ maxLength: 80 }),
  width: Pixels,
  height: Pixels,
  command: Type.Optional(Type.Integer({ minimum: 1 })),
})
/** `loader`: the page on the machine that asks, by the name that it gave itself. */
export const ReadyQuery = Type.Object({
  loader: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$' })),
})
export const FrozenBody = Type.Object({ ms: Type.Number({ minimum: 0, maximum: 1e9 }) }, strict)
export const PictureParams = Type.Object({
  id: ScreenParams.properties.id,
  picture: Type.String({ pattern: '^[0-9]{1,18}$' }),
})
/** A screen, a time, and one indicator (and unit) or all that it showed. */
export const ProofQuery = Type.Object({
  at: Moment,
  indicator: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  unit: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
})
const Both = Type.Object({ vi: Type.String(), en: Type.String() })
const ProvenValue = Type.Object({
  series: Type.Integer(),
  view: Type.Integer(),
  seq: Type.Integer(),
  value: Maybe,
  validTo: Type.Number(),
  text: MaybeText,
  indicator: Type.String(),
  unit: Type.String(),
  unitName: Both,
  name: Both,
  symbol: Both,
  decimals: Type.Integer(),
  agrees: Type.Boolean(),
})
export type ProvenValue = Static<typeof ProvenValue>
const ProvenPicture = Type.Object({
  id: Type.String(),
  at: Type.Number(),
  kind: Type.String(),
  scene: Type.String(),
  width: Type.Integer(),
  height: Type.Integer(),
  sha256: Type.String(),
})
export const ProofAnswer = Type.Object({
  id: Type.String(),
  at: Type.Number(),
  receivedAt: Type.Number(),
  until: Maybe,
  why: Type.String(),
  scene: Type.String(),
  epoch: Type.Number(),
  sha256: Type.String(),
  agrees: Type.Boolean({ description: 'Every value is one that the server had sent by that sequence' }),
  known: Type.Boolean({
    description:
      'The report is no older than a report may be, and whole enough to tell: what it says held at that time',
  }),
  shown: Type.Boolean({ description: 'What was asked for was on the screen' }),
  cover: Type.Union([Type.Enum(PROOF_COVERS), Nullable], {
    description: 'What lay over the whole picture, so that no number was seen',
  }),
  cut: Type.Integer({ description: 'How many numbers stood there beyond those that the report holds' }),
  values: Type.Array(ProvenValue),
  picture: Type.Union([ProvenPicture, Nullable]),
})
export type ProofAnswer = Static<typeof ProofAnswer>

/** A minute of one screen, or of all that stood in a wall then; one indicator (and unit) or all that was shown. */
export const MinuteQuery = Type.Object({
  at: Type.Number({ minimum: 0, maximum: 8.64e15, description: 'ms since 1970, anywhere in the minute' }),
  screen: Type.Optional(ScreenParams.properties.id),
  wall: Type.Optional(ScreenParams.properties.id),
  indicator: ProofQuery.properties.indicator,
  unit: ProofQuery.properties.unit,
})
/** A part of the minute through which one word of the screen held. */
const ProvenSpan = Type.Object({
  from: Type.Number(),
  until: Type.Number(),
  said: Type.Union(
    [
      Type.Object({
        id: Type.String(),
        at: Type.Number(),
        scene: Type.String(),
        epoch: Type.Number(),
        sha256: Type.String(),
        agrees: Type.Boolean(),
        cover: Type.Union([Type.Enum(PROOF_COVERS), Nullable]),
        cut: Type.Integer(),
      }),
      Nullable,
    ],
    { description: 'Null: the screen was silent, and what it showed is not known' },
  ),
  values: Type.Array(ProvenValue, { description: 'Of what was asked for, what was shown' }),
})
export type ProvenSpan = Static<typeof ProvenSpan>
export const PROOF_VERDICTS = ['shown', 'unknown', 'not-shown'] as const
export type ProofVerdict = (typeof PROOF_VERDICTS)[number]
const Verdict = Type.Enum(PROOF_VERDICTS, {
  description:
    'shown: at some time of the minute; not-shown: at none of it; unknown: not seen, and not all is known',
})
const ProvenMinute = Type.Object({
  screen: Type.Integer(),
  name: Type.String(),
  verdict: Verdict,
  spans: Type.Array(ProvenSpan),
  picture: Type.Union([ProvenPicture, Nullable]),
})
export type ProvenMinute = Static<typeof ProvenMinute>
export const MinuteAnswer = Type.Object({
  from: Type.Number(),
  until: Type.Number({ description: 'Where the minute ends, or the present while it lasts' }),
  /** The wall that was asked for; `stood`: whether it was there in that minute. */
  wall: Type.Union([
    Type.Object({ id: Type.Integer(), name: Type.String(), stood: Type.Boolean() }),
    Nullable,
  ]),
  verdict: Verdict,
  screens: Type.Array(ProvenMinute),
})
export type MinuteAnswer = Static<typeof MinuteAnswer>
/** A screen whose words may still be kept, whether or not it is in use. */
export const ProvenScreen = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  group: MaybeText,
  revokedAt: Maybe,
})
export type ProvenScreen = Static<typeof ProvenScreen>
