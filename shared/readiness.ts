// What a point's measured facts say of it: pure, the same on its page and on the operator's board.
import {
  READINESS_ITEMS,
  type ReadinessBoard,
  type ReadinessFacts,
  type ReadinessItem,
  type ReadinessItemView,
  type ReadinessRow,
} from './api/readiness.ts'

/** What a picture on a large screen needs, and a talk without talking over each other. */
export const NEEDED = {
  height: 480,
  framesPerSecond: 12,
  /** −42 dB: a voice at arm's length of an open microphone. */
  level: 0.3,
  roundTripMs: 300,
  kbps: 1_500,
  darkest: 0.12,
  brightest: 0.9,
} as const

const NOTHING: ReadinessFacts = { camera: null, microphone: null, line: null, framing: null }
type Judged = Omit<ReadinessItemView, 'item'>
const passed: Judged = { state: 'passed', why: null }
const untested: Judged = { state: 'untested', why: null }
const failed = (why: string): Judged => ({ state: 'failed', why })

const RULES: Record<ReadinessItem, (facts: ReadinessFacts) => Judged> = {
  camera: ({ camera }) => {
    if (!camera) return untested
    if (camera.fault) return failed(camera.fault)
    if (camera.drawn) return failed('drawn')
    if (camera.height < NEEDED.height) return failed('small')
    return camera.framesPerSecond < NEEDED.framesPerSecond ? failed('slow') : passed
  },
  microphone: ({ microphone }) => {
    if (!microphone) return untested
    if (microphone.fault) return failed(microphone.fault)
    return microphone.level < NEEDED.level ? failed('quiet') : passed
  },
  line: ({ line }) => {
    if (!line) return untested
    if (line.upKbps < NEEDED.kbps) return failed('up')
    if (line.downKbps < NEEDED.kbps) return failed('down')
    return line.roundTripMs > NEEDED.roundTripMs ? failed('far') : passed
  },
  framing: ({ framing }) => {
    if (!framing) return untested
    if (framing.brightness < NEEDED.darkest) return failed('dark')
    if (framing.brightness > NEEDED.brightest) return failed('bright')
    return framing.confirmed ? passed : untested
  },
}

/** Each item of the checklist: passed, failed and why, or not tested. */
export const judgeReadiness = (facts: ReadinessFacts | null): ReadinessItemView[] =>
  READINESS_ITEMS.map((item) => ({ item, ...RULES[item](facts ?? NOTHING) }))

/** One word for a point: failed when anything failed, ready when everything passed. */
export function readinessState(items: readonly ReadinessItemView[]): ReadinessRow['state'] {
  if (items.some((i) => i.state === 'failed')) return 'failed'
  return items.every((i) => i.state === 'passed') ? 'ready' : 'untested'
}

const ORDER: Record<ReadinessRow['state'], number> = { failed: 0, untested: 1, ready: 2 }
const missing = (r: ReadinessRow) => r.items.filter((i) => i.state !== 'passed').length

/** Who wants a person first; among those alike, whoever has most to do. */
export function boardOf(rows: readonly ReadinessRow[]): ReadinessBoard {
  const sorted = [...rows].sort((a, b) => ORDER[a.state] - ORDER[b.state] || missing(b) - missing(a))
  return { ready: rows.filter((r) => r.state === 'ready').length, expected: rows.length, rows: sorted }
}
