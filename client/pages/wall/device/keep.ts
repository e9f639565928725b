// The last good picture stays on the device: what the screen shows and where it stands, what lies over it, its numbers
// question by question. After a loss of power with the server away the wall comes back with it and says of when it is.
import type { SceneShown } from '../../../../shared/live.ts'
import { CLEAR_OVERLAY, type ScreenOverlay, type WallPlace } from '../../../../shared/wall.ts'
import {
  countsNow,
  forgetViews,
  isKeptView,
  type KeptView,
  keepViews,
  type LiveCounts,
  lastHeard,
  linkIsLive,
  liveSocket,
  onPlace,
  onTold,
  pageAsOf,
  placeNow,
  restoreCounts,
  serverNow,
  shownViews,
  standAt,
} from '../../../live/index.ts'
import { onShown, shownNow, standWith } from '../../../scenes/index.ts'
import { clearRecords, putRecords, readRecords } from './database.ts'
import { forgetProgram, keepProgram } from './program.ts'
import { deviceStore } from './self.ts'

const KEEP_MS = 15_000
const FIRST_MS = 4_000
/** Older pictures say nothing any more. */
const OLDEST_MS = 14 * 86_400_000
const LAST = 'last'
const VIEW = 'view '

type Last = {
  at: number
  shown: SceneShown | null
  place: WallPlace | null
  overlay: ScreenOverlay
  counts: LiveCounts
}
type Dated = { at: number; view: KeptView }

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null
const isYoung = (x: object): boolean => 'at' in x && typeof x.at === 'number' && Date.now() - x.at < OLDEST_MS
const isLast = (x: unknown): x is Last =>
  isObject(x) && isYoung(x) && ['shown', 'place', 'overlay', 'counts'].every((field) => field in x)
const isDated = (x: unknown): x is Dated => isObject(x) && isYoung(x) && 'view' in x && isKeptView(x.view)

/** What was kept longest ago first. */
const viewsOf = (records: ReadonlyMap<string, unknown>): KeptView[] =>
  [...records.values()]
    .filter(isDated)
    .sort((a, b) => a.at - b.at)
    .map((dated) => dated.view)

/** A screen that was shut out keeps nothing, and stands nowhere. */
export async function forgetPicture(): Promise<void> {
  forgetViews()
  standWith(null)
  standAt(null)
  deviceStore.setState({ overlay: CLEAR_OVERLAY })
  forgetProgram()
  try {
    await clearRecords()
    await caches.delete('td-wall')
  } catch {
    // A browser without storage kept nothing.
  }
}

/** Brings back the picture of before the loss for as long as the server says nothing. Returns its time; null = none. */
export async function restorePicture(): Promise<number | null> {
  try {
    const records = await readRecords()
    const last = records.get(LAST)
    if (!isLast(last) || liveSocket().connected) return null
    keepViews(viewsOf(records))
    lastHeard(last.at)
    restoreCounts(last.counts)
    standWith(last.shown)
    standAt(last.place)
    deviceStore.setState({ overlay: last.overlay })
    return last.at
  } catch {
    return null
  }
}

/** Of a wall that shows another time nothing is kept: it would come back as the present. */
const isPresent = () => linkIsLive() && Object.keys(pageAsOf()).length === 0

async function keepNow(): Promise<void> {
  if (!isPresent()) return
  const at = Math.round(serverNow())
  const views = shownViews().flatMap(({ id, question, view }) =>
    id !== null && view.status === 'open'
      ? [{ question, cells: [...view.cells], values: [...view.values.list()] }]
      : [],
  )
  const { overlay } = deviceStore.getState()
  const last: Last = { at, shown: shownNow(), place: placeNow(), overlay, counts: countsNow() }
  const dated = views.map((view): [string, Dated] => [VIEW + JSON.stringify(view.question), { at, view }])
  const gone = keepViews(views).map((question) => VIEW + question)
  await putRecords(new Map<string, unknown>([[LAST, last], ...dated]), gone)
}

/** Keeps the page once, its picture every few seconds, and at once what a person or the server changed of it. */
export function keepPage(): () => void {
  void keepProgram().catch(() => undefined) // the wall works without it
  let narrow = false
  // What the pages before this one kept stays, each question until it is kept anew.
  const before = readRecords()
    .then((records) => void (narrow || keepViews(viewsOf(records))))
    .catch(() => undefined)
  const look = () => void before.then(keepNow).catch(() => undefined)
  // While points from outside look in, this screen may show less than what was kept.
  const narrowed = ({ outside }: { outside: boolean }) => {
    narrow = outside
    if (!outside) return
    forgetViews()
    void clearRecords().catch(() => undefined)
  }
  const timer = setInterval(look, KEEP_MS)
  const first = setTimeout(look, FIRST_MS)
  const stops = [
    onTold('screen:privacy', narrowed),
    onShown(look),
    onPlace(look),
    deviceStore.subscribe((now, was) => {
      if (now.overlay !== was.overlay) look()
    }),
  ]
  return () => {
    clearInterval(timer)
    clearTimeout(first)
    for (const stop of stops) stop()
  }
}
