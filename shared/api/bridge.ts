import { type Static, type TSchema, Type } from 'typebox'
import { REQUEST_ERRORS } from '../refusal.ts'
import { CLASSIFICATIONS, GRID_MOST, LAYOUTS, MESSAGE_LIMIT, TOUR_SECONDS, WALL_LAYOUTS } from '../room.ts'
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
const Seconds = Type.Integer({ minimum: TOUR_SECONDS.least, maximum: TOUR_SECONDS.most })
export const ChooseLayout = Type.Object(
  { kind: Type.Enum([...LAYOUTS]), seconds: Type.Optional(Seconds) },
  { additionalProperties: false },
)
/** `point` is who is large on the wall; null leaves it to whoever is. */
export const ChooseWall = Type.Object(
  { kind: Type.Enum([...WALL_LAYOUTS]), seconds: Type.Optional(Seconds), point: Type.Optional(Nullable(Id)) },
  { additionalProperties: false },
)
/** Whose numbers stand on both ends, or who may share a screen; null for nobody. */
export const OnePoint = Type.Object({ point: Nullable(Id) }, { additionalProperties: false })
export const ScreenLevel = Type.Object(
  { level: Type.Enum([...CLASSIFICATIONS]) },
  { additionalProperties: false },
)
export const Classify = Type.Object(
  { classification: Type.Enum([...CLASSIFICATIONS]) },
  { additionalProperties: false },
)
export const PrivacyView = Type.Object({
  outside: Type.Boolean({ description: 'Points from outside are connected now' }),
  screens: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      level: Type.Enum([...CLASSIFICATIONS]),
      hidden: Type.Integer({ description: 'Indicators above the level' }),
    }),
  ),
})
export type PrivacyView = Static<typeof PrivacyView>
export const MessageView = Type.Object({
  id: Type.Number(),
  at: Type.Number(),
  from: Nullable(Type.String()),
  name: Words,
  to: Type.Union([
    Type.Object({ kind: Type.Literal('all') }),
    Type.Object({ kind: Type.Literal('operators') }),
    Type.Object({ kind: Type.Literal('point'), point: Type.String() }),
  ]),
  text: Type.String({ maxLength: MESSAGE_LIMIT }),
})
/** What can carry a session now: how many points each way, and whether the media server is there. */
export const EnginesView = Type.Object({
  peer: Type.Integer(),
  livekit: Type.Integer(),
  media: Type.Union([Type.Literal('none'), Type.Literal('up'), Type.Literal('away')]),
  egress: Type.Boolean({ description: 'The media server records what it carries, as it is set up' }),
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
const Frame = Type.Object({ view: Type.Number(), epoch: Type.Number(), seq: Type.Number() })
const RoomView = Type.Object({
  layout: Type.Object({ kind: Type.Enum([...LAYOUTS]), seconds: Type.Number() }),
  wall: Type.Object({ kind: Type.Enum([...WALL_LAYOUTS]), seconds: Type.Number() }),
  tour: Nullable(Type.Object({ point: Type.String(), until: Type.Number() })),
  numbers: Nullable(Type.Object({ point: Type.String(), since: Type.Number() })),
  share: Type.Object({
    asks: Type.Array(Type.Object({ point: Type.String(), at: Type.Number() })),
    point: Nullable(Type.String()),
    since: Nullable(Type.Number()),
  }),
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
  frame: Nullable(Frame),
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
  room: RoomView,
  wall: Type.Array(Type.String(), { maxItems: GRID_MOST }),
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
  /** The same word over every way that a point may ask. */
  BRIDGE_OUTSIDE: REQUEST_ERRORS.BRIDGE_OUTSIDE,
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
  BRIDGE_WALL_ONE_STREAM: [
    409,
    'Khi hình đi thẳng giữa các máy, màn hình lớn chỉ nhận một hình. Lưới nhiều điểm và hình trong hình cần máy chủ truyền hình LiveKit',
    'Between the browsers a wall receives one picture. A grid, or a picture in the picture, needs the LiveKit media server',
  ],
  BRIDGE_NOBODY_SHARES: [
    409,
    'Chưa có ai được chia sẻ màn hình nên chưa đưa lên được',
    'Nobody shares a screen, so there is none to show',
  ],
  BRIDGE_TOO_LATE: [
    409,
    'Đã quá 10 giây nên không hoàn tác được; mở mic từng điểm nếu cần',
    'More than ten seconds have passed: it can no longer be undone. Open the microphones one by one',
  ],
  BRIDGE_MESSAGE_EMPTY: [
    400,
    'Tin nhắn phải có từ 1 đến 1.000 ký tự',
    'A message has between 1 and 1,000 characters',
  ],
  BRIDGE_BAD_REQUEST: [400, 'Nội dung không hợp lệ', 'The content is not valid'],
  BRIDGE_TOO_OFTEN: [429, 'Gửi quá nhiều, xin thử lại sau', 'Too many requests; try again later'],
} as const satisfies Record<string, readonly [number, string, string]>
export type BridgeProblem = keyof typeof BRIDGE_PROBLEMS
