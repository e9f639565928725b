// The live protocol over Socket.IO (msgpack parser, WebSocket only, path /live). Every event is scope-checked on the server.

import type { AlarmHearing, AlarmNews, WallAlarm, WallAlarmCounts } from './alarm-live.ts'
import type { AlertLine } from './alert.ts'
import type { DirectiveDetail, PointActInput } from './api/directives.ts'
import type { ReadinessFacts, ReadinessFor } from './api/readiness.ts'
import type { BridgeGrant, BridgePeer, BridgeSignal, BridgeView, PointQuality } from './bridge.ts'
import type { CalendarDays } from './calendar.ts'
import type { ClockState, ClockWanted, ReplayControl } from './clock.ts'
import type { Times } from './freshness.ts'
import type { Ladder } from './ladder.ts'
import type { Cutoff } from './period.ts'
import type { ProofReport } from './proof.ts'
import type { FrameMark, MessageTo, PointerMark, RoomMessage } from './room.ts'
import type { Scene } from './scene.ts'
import type { ScreenFault } from './screen-fault.ts'
import type { Comparator, ConnectionState, Direction, IndicatorPeriod, Language } from './vocabulary.ts'
import type { ScreenDone, ScreenHealth, ScreenOrder, ScreenSelf, ScreenState, TurnSpread } from './wall.ts'

export type * from './alarm-live.ts'
export type * from './bridge.ts'

/** A screen asks one of these questions; only the server turns it into series. */
export type ViewQuestion =
  | { kind: 'section'; section: number }
  | { kind: 'unit'; unit: string }
  | { kind: 'indicator'; indicator: string; day?: string }
  | { kind: 'cells'; cells: { indicator: string; unit: string }[] }
  | { kind: 'session'; session: string }
  | { kind: 'scene'; scene: string; version: number }
  /** A scene that is being drawn: what it binds, before it is a version of its own. */
  | { kind: 'draft'; cells: { indicator: string; unit: string }[]; indicators: string[] }

export type TargetMeta = {
  comparator: Comparator
  value: number
  valueHigh: number | null
  period: string
  source: string
  simulated: boolean
}

/** What does not change while a view is open; the frames carry the rest. `times` is null when no connection supplies it. */
export type CellMeta = {
  series: number
  indicator: string
  unit: string
  unitFrom: string
  unitKind: string
  unitName: Record<Language, string>
  name: Record<Language, string>
  short: Record<Language, string>
  measure: string
  /** The measure as each language writes it. */
  symbol: Record<Language, string>
  decimals: number
  direction: Direction
  period: IndicatorPeriod
  cutoff: Cutoff
  section: number
  owner: string
  /** Name of the agency that supplies it; of the parts' when it is computed. */
  source: Record<Language, string> | null
  connection: string | null
  times: Times | null
  target: TargetMeta | null
}

export type ViewOpened = {
  view: number
  epoch: number
  cells: CellMeta[]
  /** For ageing what is shown while the link is away. */
  days: CalendarDays
  snapshot: Uint8Array
  /** For a screen: what the question means and the room may not show while points from outside are connected. */
  hidden?: { indicator: string; unit: string }[]
}
export type LiveError = {
  error: { code: string; message: Record<Language, string>; detail?: Record<string, unknown> }
}

/** One row of the connection board. Times are ms since 1970. */
export type BoardRow = {
  id: string
  name: Record<Language, string>
  agency: string
  agencyName: Record<Language, string>
  connector: string
  simulated: boolean
  state: ConnectionState
  since: number
  lastMessageAt: number | null
  /** The last message said that nothing had changed: the source speaks, it has nothing new. */
  unchanged: boolean
  /** When a message last brought something new; null = not within the last day. */
  newsAt: number | null
  dueAt: number | null
  lateAt: number | null
  messagesPerMinute: number
  rowsPerMinute: number
  /** Null = the last day has not been read yet since the server's start; `beat` is of the time since then. */
  refused24h: number | null
  /** Received to committed, smoothed over the last messages. */
  latencyMs: number | null
  /** For a real-time source: from the value's own time to its commit. */
  sourceLagMs: number | null
  period: string
  /** 72 cells of 20 minutes, oldest first. Counts of messages, refused rows, and the worst state in the cell. */
  beat: BeatCell[]
  /** Where the last cell of `beat` ends. */
  beatEnd: number
}

export const BEAT_CELLS = 72
export const BEAT_CELL_MS = 20 * 60_000
export type BeatCell = { messages: number; refused: number; state: ConnectionState | null }
/** A changed row: the newest cells of its bar only, or the whole bar when more of it is other than before. */
export type BoardPatch = Omit<BoardRow, 'beat'> & { beat?: BeatCell[]; beatTail: BeatCell[] }

export type ScreenRow = {
  id: number
  name: string
  connected: boolean
  since: number
  scene: string
  lagMs: number | null
  width: number
  height: number
  lastSeenAt: number
  /** The worst of what wants a person about it; null while it is well. */
  fault: ScreenFault | null
}

export type AttentionRow = {
  id: number
  kind: 'connection' | 'screen' | 'directive' | 'intrusion'
  subject: string
  subjectName: Record<Language, string>
  state: string
  since: number
  detail: Record<string, string | number>
  acknowledged: { by: string; at: number; note: string } | null
  /** Of a silent source in the present: what is done about it, and when. */
  ladder: Ladder | null
}

/** A line of what just happened, in both languages, for the wall's foot and the desk. */
export type HappeningRow = { at: number; kind: string; text: Record<Language, string>; simulated: boolean }

/** Which of the seven sections stands, and which page of it (from 0; it may count on past the last, which begins anew). */
export type SectionTurn = { section: number; page: number }
/** A screen's word on what is on it; `no`: the telling that it goes by; `turn`: where its sections stand, if it shows them. */
export type SceneReport = {
  scene: string
  version: number
  page: number
  step: number
  no?: number
  turn?: SectionTurn
}

/** What belongs on a screen, by the server's director. Times are ms of the server's clock. */
export type SceneShown = {
  /** Of this telling: the screen says it back. */
  no: number
  scene: string
  version: number
  document: Scene
  /** The page that is pinned, from 0; null: the pages turn by their own times. */
  page: number | null
  /** It stands still until it is released. */
  held: boolean
  /** Held on this section; null: wherever it is. */
  turn: SectionTurn | null
  /** When it takes the screen, the same instant on every screen of a wall. */
  at: number
  /** From when its pages are counted. */
  since: number
  /** One more for each `next` from the desk. */
  step: number
  until: number | null
  /** Whether a spotlighted point may take the screen by itself. */
  yields: boolean
  why: {
    kind: 'standing' | 'playlist' | 'stage' | 'person' | 'takeover'
    name: Record<Language, string>
    by: string | null
    since: number
  }
}

export type Counts = {
  supplied: number
  nationalSet: number
  connectionsUp: number
  connectionsAgreed: number
  realtimeUp: number
  simulated: boolean
}

export type CountsAnswer = {
  counts: Counts
  happenings: HappeningRow[]
  alerts: AlertLine[]
  wallAlarms: WallAlarm[]
  wallAlarmCounts: WallAlarmCounts
  beats: BoardRow[]
}

/** What windows of one person share over the server: what is open, the words and the state that the board is filtered by. */
export type StepTopic = 'opened' | 'find' | 'state'

export interface ServerToClient {
  frame: (bytes: Uint8Array) => void
  /** The view's series changed (new data, new contract): open it again. */
  'view:changed': (view: number) => void
  counts: (counts: Counts) => void
  /** Where this socket's clock stands: at every change of it, and once a second while a replay runs. */
  clock: (clock: ClockState) => void
  'board:rows': (rows: BoardPatch[]) => void
  'screens:rows': (rows: ScreenRow[]) => void
  'attention:rows': (rows: AttentionRow[]) => void
  /** Causes that are new or other than before, newest first, and the ids of those that ended. */
  'attention:news': (news: { rows: AttentionRow[]; gone: number[] }) => void
  happening: (row: HappeningRow) => void
  /** All that is in force or coming, newest first. */
  alerts: (lines: AlertLine[]) => void
  /** Those on the wall now, the gravest first. */
  'alarms:wall': (alarms: WallAlarm[], counts: WallAlarmCounts) => void
  'alarms:news': (news: AlarmNews) => void
  'alarms:heard': (hearing: AlarmHearing) => void
  /** Something of the directives changed: who shows them asks anew. */
  directives: () => void
  /** Sessions booked are other than before. */
  bookings: () => void
  /** Who stands watch, or is planned to, is other than before. */
  shifts: () => void
  /** The stage of operation in force: when the socket opens, and whenever it changes. */
  stage: (mark: { no: number; name: Record<Language, string>; since: number }) => void
  /** The shift log has new entries. */
  log: () => void
  /** What belongs on this screen, ahead of its time. */
  'scene:show': (shown: SceneShown) => void
  /** What belongs on the screens is other than before: who shows it asks anew. */
  scenes: () => void
  /** Another window of the same person went there. */
  step: (topic: StepTopic, value: string | null) => void
  /** The screen was paired, renamed or revoked. */
  'screen:revoked': () => void
  /** What a screen is told about itself: at its connection and when that changes. */
  'screen:self': (self: ScreenSelf) => void
  'screen:order': (order: ScreenOrder) => void
  /** Another token takes the place of the screen's; answered once it is kept. */
  'screen:token': (token: string, ack: () => void) => void
  /** Asked when another claims to be this screen: a page that lives answers. */
  'screen:there': (ack: () => void) => void
  /** For those who watch the screens, once a second at most: those that are other than before, and the numbers of all. */
  'screens:state': (changed: ScreenState[], all: number[]) => void
  'screens:turn': (turn: TurnSpread) => void
  /** A wall was made, changed or taken down. */
  walls: () => void
  'bridge:changed': (session: BridgeView | null) => void
  'bridge:ring': (ring: { session: string; title: string; from: string } | null) => void
  'bridge:signal': (from: string, data: BridgeSignal) => void
  /** Everyone this socket may exchange media with now; the receiver opens and closes links to match. */
  'bridge:peers': (peers: BridgePeer[]) => void
  /** Renewed at half its life; the media servers' passwords may have changed. */
  'bridge:grant': (grant: BridgeGrant) => void
  /** This socket's part ended: another window took over, the invitation was revoked, the session ended. */
  'bridge:over': (why: 'replaced' | 'revoked' | 'ended') => void
  /** What whoever directs touches on the shared numbers; null when nothing any more. Kept nowhere. */
  'bridge:pointer': (mark: PointerMark | null) => void
  'bridge:message': (message: RoomMessage) => void
  /** For a screen: how far it may show now, and how many indicators that hides. */
  'screen:privacy': (state: { outside: boolean; hidden: number }) => void
}

export interface ClientToServer {
  clock: (ack: (serverTime: number) => void) => void
  /**
   * Sets this socket's clock. Its views, board and counts of the time before are closed: open and watch them again, they
   * then speak of the new time. Refused with NO_DATA (naming the first and last time there is) or OVERLOADED.
   */
  'clock:set': (wanted: ClockWanted, ack: (answer: { clock: ClockState } | LiveError) => void) => void
  /** Steers the replay that this socket runs; a seek sends snapshots of the same views. */
  'clock:control': (control: ReplayControl, ack: (answer: { clock: ClockState } | LiveError) => void) => void
  'view:open': (question: ViewQuestion, ack: (answer: ViewOpened | LiveError) => void) => void
  'view:close': (view: number) => void
  /** After a reconnect or a gap: deltas if still held, else a snapshot frame. */
  'view:resume': (
    view: number,
    epoch: number,
    seq: number,
    ack: (answer: { resumed: boolean } | LiveError) => void,
  ) => void
  /** Once a second: the last applied sequence of each open view. */
  applied: (report: {
    views: [view: number, seq: number][]
    scene?: string
    width?: number
    height?: number
  }) => void
  /** Tells the other windows of the same person, on whatever machine. */
  step: (topic: StepTopic, value: string | null) => void
  'board:watch': (
    ack: (answer: { rows: BoardRow[]; screens: ScreenRow[]; attention: AttentionRow[] } | LiveError) => void,
  ) => void
  /** A screen asks what belongs on it: at its start and after each reconnect. */
  'scene:watch': (ack: (shown: SceneShown | null) => void) => void
  /** From a screen: this is now on it. */
  'scene:shown': (report: SceneReport) => void
  'alarms:watch': (ack: (answer: AlarmNews | LiveError) => void) => void
  'alarms:hear': (ack: (answer: AlarmHearing | LiveError) => void) => void
  'counts:watch': (ack: (answer: CountsAnswer | LiveError) => void) => void
  'screen:done': (done: ScreenDone) => void
  'screen:beat': (health: ScreenHealth) => void
  /** Turned at `turnedAt` what was to turn at `at`, both by the server's clock. */
  'screen:turned': (turn: { at: number; turnedAt: number; what: string }) => void
  /** What the screen shows; answered once it is kept, with whether it is what was sent. */
  'screen:proof': (report: ProofReport, ack: (answer: { agrees: boolean } | LiveError) => void) => void
  /** Whoever looks after the screens follows them from here on. */
  'screens:watch': (
    ack: (answer: { screens: ScreenState[]; turns: TurnSpread[] } | LiveError) => void,
  ) => void
  'bridge:watch': (
    session: string | null,
    ack: (answer: { session: BridgeView | null } | LiveError) => void,
  ) => void
  'bridge:hello': (
    report: {
      device: string
      camera: boolean
      microphone: boolean
      drawn?: boolean
      /** Whoever may direct sits down in an empty chair; without it they only look on, and `point` is null. */
      take?: boolean
      session?: string
    },
    ack: (answer: { session: BridgeView; point: string | null } | LiveError) => void,
  ) => void
  'bridge:join': (
    ack: (answer: { session: BridgeView; grant: BridgeGrant; peers: BridgePeer[] } | LiveError) => void,
  ) => void
  /** A point asks for the floor, or no longer does. */
  'bridge:hand': (up: boolean, ack: (answer: { session: BridgeView } | LiveError) => void) => void
  'bridge:leave': () => void
  /** Begins a point's trial of its line: answers a short-lived right to /api/line/:ticket. */
  'readiness:begin': (of: ReadinessFor, ack: (answer: { ticket: string } | LiveError) => void) => void
  /** What was measured; kept, and judged by the server. */
  'readiness:report': (
    of: ReadinessFor,
    facts: ReadinessFacts,
    ack: (answer: { kept: true } | LiveError) => void,
  ) => void
  /** By whoever directs the session this socket watches. */
  'bridge:pointer': (mark: PointerMark | null) => void
  /** A point asks to share its screen, or no longer asks or shares. */
  'bridge:share': (want: 'ask' | 'stop', ack: (answer: { session: BridgeView } | LiveError) => void) => void
  'bridge:say': (
    message: { to: MessageTo; text: string },
    ack: (answer: { message: RoomMessage } | LiveError) => void,
  ) => void
  /** The messages of the session so far that this socket may see, oldest first. */
  'bridge:messages': (ack: (answer: { messages: RoomMessage[] } | LiveError) => void) => void
  /** Whoever directs looks on at what the wall shows, as a screen does; not while sitting in the chair. */
  'bridge:preview': (on: boolean, ack: (answer: { on: boolean } | LiveError) => void) => void
  /** At a point that came by a link: what its session gave its unit to do. */
  'directives:given': (ack: (answer: { directives: DirectiveDetail[] } | LiveError) => void) => void
  /** It read one back, accepts it or answers; the answer is all of them anew. */
  'directives:act': (
    id: number,
    input: PointActInput,
    ack: (answer: { directives: DirectiveDetail[] } | LiveError) => void,
  ) => void
  'bridge:signal': (to: string, data: BridgeSignal) => void
  /** Every second while joined: what this point receives and sends. */
  'bridge:beat': (report: {
    quality: PointQuality
    microphone?: boolean
    camera?: boolean
    drawn?: boolean
    /** Of the shared numbers that this point shows. */
    frame?: FrameMark | null
  }) => void
}
