import type { Verdict } from './judge.ts'

/** Where a rule stands at one place. Times are ms since 1970. */
export type PlaceState = {
  phase: 'quiet' | 'pending' | 'active' | 'clearing'
  /** When the phase began. */
  since: number
  /** When it was raised, newest last; as many as make chattering. */
  raised: number[]
  /** Turns counted since it began to chatter; null while it does not. */
  chatter: number | null
  /** The last turn while chattering. */
  turnedAt: number
}
export const QUIET: PlaceState = { phase: 'quiet', since: 0, raised: [], chatter: null, turnedAt: 0 }
export type Timing = { holdMs: number; clearMs: number }
export type Turn = 'raise' | 'clear' | 'chatter' | 'calm'

/** Raised so often within a minute it chatters: it then stands until it has been calm for a minute. */
export const CHATTER_TIMES = 3
export const CHATTER_MS = 60_000

/**
 * One more look at a place: what it becomes, and what is to be told. `wakeAt`: when to look again though nothing new is
 * heard; null = not before something is.
 */
export function advance(
  before: PlaceState,
  verdict: Verdict,
  now: number,
  { holdMs, clearMs }: Timing,
): { place: PlaceState; turns: Turn[]; wakeAt: number | null } {
  const on =
    verdict === 'unknown' ? before.phase === 'pending' || before.phase === 'active' : verdict === 'on'
  const held = (p: PlaceState, ms: number) => now - p.since >= ms
  let p = before
  const turns: Turn[] = []
  const turned = () => {
    if (p.chatter !== null) p = { ...p, chatter: p.chatter + 1, turnedAt: now }
  }
  if (p.phase === 'quiet' && verdict === 'on') p = { ...p, phase: 'pending', since: now }
  else if (p.phase === 'pending' && !on) p = { ...p, phase: 'quiet', since: now }
  else if (p.phase === 'active' && verdict === 'off') {
    p = { ...p, phase: 'clearing', since: now }
    turned()
  } else if (p.phase === 'clearing' && (verdict === 'on' || verdict === 'between')) {
    p = { ...p, phase: 'active', since: now }
    turned()
  }
  if (p.phase === 'pending' && held(p, holdMs)) {
    const raised = [...p.raised, now].slice(-CHATTER_TIMES)
    const first = raised[0] ?? now
    const chatters = raised.length >= CHATTER_TIMES && now - first <= CHATTER_MS
    turns.push('raise')
    if (chatters && p.chatter === null) turns.push('chatter')
    const chatter = chatters ? (p.chatter ?? CHATTER_TIMES) : p.chatter
    p = { ...p, phase: 'active', since: now, raised, chatter, turnedAt: now }
  }
  const calmMs = p.chatter === null ? clearMs : Math.max(clearMs, CHATTER_MS)
  if (p.phase === 'clearing' && held(p, calmMs)) {
    if (p.chatter !== null) turns.push('calm')
    turns.push('clear')
    p = { ...p, phase: 'quiet', since: now, chatter: null }
  } else if (p.phase === 'active' && p.chatter !== null && now - p.turnedAt >= CHATTER_MS) {
    turns.push('calm')
    p = { ...p, chatter: null }
  }
  const wakeAt =
    p.phase === 'pending'
      ? p.since + holdMs
      : p.phase === 'clearing'
        ? p.since + calmMs
        : p.chatter !== null
          ? p.turnedAt + CHATTER_MS
          : null
  return { place: p, turns, wakeAt }
}
