import type { Verdict } from './judge.ts'
import { advance, QUIET, type Timing } from './place.ts'

/** A look at a past moment (ms): how the condition stood, and the figure behind it. */
export type PastLook = { at: number; verdict: Verdict; figure: number | null }
export type Firing = { from: number; to: number | null; worst: number | null }

/**
 * When a rule would have been raised at one place, by the very steps that judge it live. Between two looks nothing was
 * heard: only holding and clearing go on. `until`: the present, to which the last look reaches.
 */
export function firingsOf(looks: readonly PastLook[], timing: Timing, until: number): Firing[] {
  let place = QUIET
  let wakeAt: number | null = null
  let worst: { figure: number; of: Verdict } | null = null
  const found: Firing[] = []
  const seen = (verdict: Verdict, at: number) => {
    const next = advance(place, verdict, at, timing)
    ;({ place, wakeAt } = next)
    for (const turn of next.turns) {
      if (turn === 'raise') found.push({ from: at, to: null, worst: worst?.figure ?? null })
      const last = found.at(-1)
      if (turn === 'clear' && last) last.to = at
    }
  }
  let verdict: Verdict = 'unknown'
  const wakeUntil = (at: number) => {
    // A place wakes at most a few times between two looks; each wake comes later than the one before.
    for (let n = 0; n < 4 && wakeAt !== null && wakeAt < at; n++) seen(verdict, wakeAt)
  }
  for (const look of looks) {
    wakeUntil(look.at)
    verdict = look.verdict
    if (look.figure !== null && look.verdict === 'on') worst = { figure: look.figure, of: look.verdict }
    seen(look.verdict, look.at)
    const last = found.at(-1)
    if (last && last.to === null && look.verdict === 'on' && look.figure !== null)
      last.worst = further(last.worst, look.figure)
  }
  wakeUntil(until)
  return found
}

/** The looks from a moment on (ms): how it stood then is the first of them. */
export function looksFrom(looks: readonly PastLook[], from: number): PastLook[] {
  const stood = looks.findLast((l) => l.at < from)
  const later = looks.filter((l) => l.at >= from)
  return stood ? [{ ...stood, at: from }, ...later] : later
}

/** The figure further from where it began. */
const further = (a: number | null, b: number) => (a === null || Math.abs(b) > Math.abs(a) ? b : a)
