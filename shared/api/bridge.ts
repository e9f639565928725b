import { type Static, type TSchema, Type } from 'typebox'
import { Code, Words } from './catalogue.ts'

/** Points of one session in the peer driver, the chair included. Each sends its picture to every other. */
export const PEER_POINTS = 6
/** Points of one session over LiveKit, the chair included: every province, ministry and state corporation. */
export const LIVEKIT_POINTS = 100
const Driver = Type.Union([Type.Literal('peer'), Type.Literal('livekit')])

const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{8,40}$' })
export const SessionParams = Type.Object({ id: Id })
export const PointParams = Type.Object({ id: Id, point: Id })
export const NewSession = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 160 }),
    units: Type.Array(Code, { maxItems: LIVEKIT_POINTS - 1, uniqueItems: true }),
    driver: Type.Optional(Driver),
  },
  { additionalProperties: false },
)
export const Move = Type.Object({ driver: Driver }, { additionalProperties: false })
export const Invite = Type.Object({ unit: Code }, { additionalProperties: false })
export const Mute = Type.Object({ muted: Type.Boolean() }, { additionalProperties: false })
export const Spotlight = Type.Object(
  { point: Type.Union([Id, Type.Null()]) },
  { additionalProperties: false },
)
/** To whom the floor goes and for how long, in seconds; null takes it back, or sets no limit. */
export const ChooseItem = Type.Object(
  { item: Nullable(Type.Integer({ minimum: 0, maximum: 29 })) },
  { additionalProperties: false },
)
export const GiveFloor = Type.Object(
  {
    point: Type.Union([Id, Type.Null()]),
    seconds: Type.Optional(Type.Union([Type.Integer({ minimum: 10, maximum: 7_200 }), Type.Null()])),
  },
  { additionalProperties: false },
)
/** What can carry a session now: how many points each way, and whether the media server is there. */
export const EnginesView = Type.Object({
  peer: Type.Integer(),
  livekit: Type.Integer(),
  media: Type.Union([Type.Literal('none'), Type.Literal('up'), Type.Literal('away')]),
})
/** What the invited device asks before it connects. The token travels in the body, so that it reaches no log. */
export const PointLink = Type.Object(
  {
    token: Type.String({ minLength: 20, maxLength: 100 }),
    device: Type.String({ minLength: 20, maxLength: 100 }),
  },
  { additionalProperties: false },
)

const Quality = Type.Object({
  width: Type.Number(),
  height: Type.Number(),
  framesPerSecond: Type.Number(),
  lossPercent: Type.Number(),
  roundTripMs: Type.Number(),
  receiving: Type.Number(),
  layers: Type.Optional(Type.Array(Type.Number(), { description: 'Heights of the pictures sent at once' })),
  limited: Type.Optional(Type.Enum(['none', 'cpu', 'bandwidth', 'other'])),
})
export const PointView = Type.Object({
  id: Type.String(),
  unit: Type.String(),
  unitFrom: Type.String(),
  name: Words,
  role: Type.Union([Type.Literal('chair'), Type.Literal('point')]),
  state: Type.Union([
    Type.Literal('invited'),
    Type.Literal('ringing'),
    Type.Literal('testing'),
    Type.Literal('joined'),
    Type.Literal('weak'),
    Type.Literal('lost'),
    Type.Literal('left'),
  ]),
  since: Type.Number({ description: 'Of the state; ms since 1970' }),
  invitedAt: Type.Number(),
  joinedAt: Nullable(Type.Number()),
  leftAt: Nullable(Type.Number()),
  muted: Type.Boolean({ description: 'Closed by the chair, or not yet opened' }),
  hand: Nullable(Type.Number({ description: 'When it asked for the floor; ms since 1970' })),
  microphone: Type.Boolean({ description: 'Whether the point itself has its microphone open' }),
  camera: Type.Boolean(),
  waiting: Type.Boolean({ description: 'In the lobby: not yet let in' }),
  drawn: Type.Boolean({ description: 'A drawn test picture instead of a camera' }),
  quality: Nullable(Quality),
})
export const SessionView = Type.Object({
  id: Type.String(),
  title: Type.String(),
  driver: Driver,
  held: Type.Boolean({ description: 'The media server is away; the picture stands still until it is back' }),
  recording: Nullable(Type.Number({ description: 'Since when it is being recorded' })),
  openedAt: Type.Number(),
  endedAt: Nullable(Type.Number()),
  chair: Type.String({ description: 'The id of the chair among the points' }),
  lobby: Type.Boolean({ description: 'Points wait until they are let in' }),
  item: Nullable(Type.Integer({ description: 'The item of the agenda that is dealt with, from 0' })),
  spotlight: Nullable(Type.String()),
  floor: Nullable(
    Type.Object({ point: Type.String(), since: Type.Number(), until: Nullable(Type.Number()) }),
  ),
  points: Type.Array(PointView),
})
/** The link is answered once and kept only as a hash. */
export const InvitationView = Type.Object({ point: Type.String(), unit: Type.String(), link: Type.String() })
export const CreatedSession = Type.Object({ session: SessionView, invitations: Type.Array(InvitationView) })
export const EventView = Type.Object({
  at: Type.Number(),
  actor: Type.String(),
  kind: Type.String(),
  point: Nullable(Type.String()),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export const PointGreeting = Type.Object({ session: Type.String(), title: Type.String(), unit: Words })

export type EnginesView = Static<typeof EnginesView>
export type InvitationView = Static<typeof InvitationView>
export type CreatedSession = Static<typeof CreatedSession>
export type EventView = Static<typeof EventView>
export type PointGreeting = Static<typeof PointGreeting>

/** Why the bridge refused, with its HTTP status: what, and what to do. */
export const BRIDGE_PROBLEMS = {
  BRIDGE_FULL: [
    409,
    'Phiên đã đủ điểm cầu: đường truyền trực tiếp giữa các máy mang được 6 điểm cầu kể cả chủ trì. Thu hồi một lời mời, hoặc chuyển phiên sang máy chủ truyền hình',
    'The session has as many points as this way of carrying it allows (between the browsers: 6, the chair included). Revoke one invitation, or move the session to the media server',
  ],
  BRIDGE_NO_LIVEKIT: [
    409,
    'Máy chủ truyền hình LiveKit chưa được đặt hoặc không trả lời. Xem LIVEKIT_URL, hoặc mở phiên tối đa 6 điểm',
    'No LiveKit server is set, or it does not answer. Look at LIVEKIT_URL, or hold a session of at most 6 points',
  ],
  BRIDGE_MEDIA_AWAY: [
    503,
    'Máy chủ truyền hình không trả lời. Trang này tự vào lại khi máy chủ trở lại',
    'The media server does not answer. This page comes in by itself when it is back',
  ],
  BRIDGE_LOBBY: [
    409,
    'Xin chờ chủ trì cho vào. Trang này tự vào khi được phép',
    'Waiting to be let in by the chair. This page comes in by itself then',
  ],
  BOOKING_CLOSED: [
    409,
    'Lịch này đã mở phiên hoặc đã hủy nên không sửa được nữa',
    'This booking has been opened or called off and can no longer be changed',
  ],
  BOOKING_PAST: [
    400,
    'Giờ họp đã qua. Chọn giờ khác, hoặc mở phiên ngay',
    'That hour is over. Choose another, or open the session at once',
  ],
  BRIDGE_UNSIGNED: [
    401,
    'Thông báo không mang chữ ký của máy chủ truyền hình',
    'The notice does not carry the signature of the media server',
  ],
  BRIDGE_ENDED: [410, 'Phiên đã kết thúc', 'The session has ended'],
  BRIDGE_ALREADY_INVITED: [
    409,
    'Đơn vị này đã được mời. Cấp lại đường dẫn nếu cần',
    'This unit is already invited. Make a new link for it if need be',
  ],
  BRIDGE_UNKNOWN_UNIT: [400, 'Không có đơn vị này đang có hiệu lực', 'No unit of this code is in force'],
  BRIDGE_LINK_REFUSED: [
    403,
    'Đường dẫn không đúng hoặc đã bị thu hồi. Xin hỏi người chủ trì đường dẫn mới',
    'The link is wrong or has been revoked. Ask the chair for a new one',
  ],
  BRIDGE_OTHER_DEVICE: [
    403,
    'Đường dẫn này đã dùng trên một thiết bị khác. Xin hỏi người chủ trì đường dẫn mới',
    'This link is already in use on another device. Ask the chair for a new one',
  ],
  BRIDGE_CHAIR_TAKEN: [409, 'Người khác đang chủ trì phiên này', 'Someone else is chairing this session'],
  BRIDGE_NOT_INVITED: [403, 'Không có lời mời cho tài khoản này', 'This account has no invitation'],
  BRIDGE_NOT_FOUND: [404, 'Không có phiên hoặc điểm cầu này', 'No such session or point'],
  BRIDGE_NOT_PRESENT: [
    409,
    'Điểm cầu chưa có mặt nên chưa đưa lên màn hình lớn được',
    'The point is not present, so it cannot be put on the wall',
  ],
  BRIDGE_BAD_REQUEST: [400, 'Nội dung không hợp lệ', 'The content is not valid'],
  BRIDGE_TOO_OFTEN: [429, 'Gửi quá nhiều, xin thử lại sau', 'Too many requests; try again later'],
} as const satisfies Record<string, readonly [number, string, string]>
export type BridgeProblem = keyof typeof BRIDGE_PROBLEMS
