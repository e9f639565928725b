// What the pages use of the live stream. Nothing here renders; nothing here grows with time.

export type { Cell } from '../../shared/frame/cell.ts'
export type { CellMeta, ViewQuestion } from '../../shared/live.ts'
export { type AlarmList, useAlarms } from './alarms.ts'
export { learnFromFrame, serverNow } from './clock.ts'
export { useAttention, useBoard, useCounts, useHappenings, useLink, useServerClock } from './feedHooks.ts'
export { type BoardState, countsNow, type LinkState, type LiveCounts, restoreCounts } from './feeds.ts'
export { onFollowed, useSignal } from './followed.ts'
export type { CellFreshness } from './freshness.ts'
export { useHearing } from './hearing.ts'
export { useAges, useCell, useCells, useFrame, useFreshness, useView } from './hooks.ts'
export { lastHeard, linkIsLive } from './link.ts'
export { isPassing } from './passing.ts'
export { onPlace, placeNow, standAt, useScreenPlace } from './place.ts'
export { keepTurning, reportTurn, schedule, turnAt, useAt } from './schedule.ts'
export type { KnownHistory, SeriesPoint } from './series.ts'
export { useSeries } from './series.ts'
export type { Credentials, LiveSocket } from './socket.ts'
export { connectLive, leaveLive, liveSocket, onTold, renewScreenToken, useLiveEvent } from './socket.ts'
export type { PageClock } from './time.ts'
export {
  controlReplay,
  dismissRefusal,
  onAnotherTime,
  pageAsOf,
  setClock,
  startClock,
  viewNow,
} from './time.ts'
export { useAlertsInForce, useClock, usePageClock, useViewClock } from './timeHooks.ts'
export type { LiveView, ViewStatus } from './view.ts'
export {
  describeScreen,
  forgetViews,
  isKeptView,
  type KeptView,
  keepViews,
  onScene,
  type ShownView,
  sceneNow,
  shownView,
  shownViews,
} from './views.ts'

/*
  connectLive({ kind: 'person' })                       cookie session (desk, data, session page); the default
  connectLive({ kind: 'screen', token })                the wall, with its device token
  connectLive({ kind: 'point', token })                 a bridge point
  liveSocket()                                          the typed Socket.IO socket, for the bridge's own events
  useLiveEvent('bridge:changed', (view) => …)           subscribes while mounted
  useSignal('log', () => …)                             the same for words without content, and where one may have been missed

  useView(question | null): LiveView                    { cells: CellMeta[], status: 'idle'|'opening'|'open'|'refused', error, find(indicator, unit) }
  useCell(view, index): Cell | null                     re-renders only when that cell changed
  useCells(view): readonly (Cell | null)[]              re-renders on any change of the view, at most once a frame
  useAges(view, cells): readonly Freshness[]            the freshness of every cell, for maps and tables; ages like the next
  useFreshness(cell, meta): CellFreshness               { state, since }; goes on ageing by itself when the link is lost
  useLink(): LinkState                                  { state: 'live'|'connecting'|'lost', since }
  useCounts(): LiveCounts                               { counts, happenings, connections }
  useAlertsInForce(): AlertLine[]                       warnings that hold now, the worst first, also when the link is lost
  useBoard(): BoardState                                { rows, screens, attention, status }
  useHappenings(), useAttention()                       the same rows alone
  useSeries(view, index, history | null, most = 400)    history joined with the stream: SeriesPoint[], oldest first
  useServerClock(): number                              server time in ms, once a second
  serverNow(): number                                   the same, at once
  schedule(at, run), useAt(at)                          once the server's clock has reached an instant
  keepTurning(look)                                     turn after turn by it, also when it is set meanwhile
  useScreenPlace(): WallPlace | null                    where this screen stands in its wall, and its part of the picture
  turnAt(at, what, turn)                                the same for a turn: the desk is told when it was drawn
  useClock(): ClockState                                which time the page shows: live, fixed, replay
  useViewClock(), viewNow(): number                     the time the page speaks of, for every age and axis
  setClock(wanted), controlReplay(control)              asks for another time; steers a replay
  pageAsOf(): AsOf                                      the page's time in the words of the read interfaces
*/
