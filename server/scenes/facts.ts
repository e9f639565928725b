import type { FastifyInstance } from 'fastify'
import { CAP_SEVERITIES } from '../../shared/alert.ts'
import { type Condition, conditionHolds, type Facts } from '../../shared/playlist.ts'
import { FLAG } from '../../shared/vocabulary.ts'

/** A condition that held a moment ago still counts: a number at its limit does not turn the wall to and fro. */
const LINGER_MS = 60_000

/** The values that conditions are asked about; an old or disputed one moves no wall. */
export function factsOf(app: FastifyInstance): Facts {
  const known = new Map<string, ReadonlyMap<string, number>>()
  const values = (code: string) => {
    const kept = known.get(code)
    if (kept) return kept
    const now = app.catalogue.now()
    const indicator = now.indicator(code)
    const found = new Map<string, number>()
    for (const s of indicator ? now.seriesOfIndicator(indicator.id) : []) {
      const cell = app.live.cell(s.id)
      if (Number.isFinite(cell.value) && cell.freshness !== 'stale' && !(cell.flags & FLAG.disputed))
        found.set(s.unit.code, cell.value)
    }
    known.set(code, found)
    return found
  }
  const worst = app.alerts
    .lines()
    .filter((a) => a.state === 'inForce' && a.status === 'Actual')
    .map((a) => CAP_SEVERITIES.indexOf(a.severity))
    .sort((a, b) => a - b)[0]
  return {
    calendar: app.calendar.now(),
    values,
    alert: worst === undefined ? null : (CAP_SEVERITIES[worst] ?? null),
    session: app.bridge.onWall() !== null,
    exercise: app.config.world.kind === 'exercise',
    stage: app.stages.current().no,
  }
}

/** When each condition, by its text, last held (ms). */
export class Conditions {
  readonly #held = new Map<string, number>()

  holds(now: number, facts: Facts): (c: Condition) => boolean {
    for (const [key, at] of this.#held) if (now - at >= LINGER_MS) this.#held.delete(key)
    return (c) => {
      const key = JSON.stringify(c)
      if (conditionHolds(c, facts)) this.#held.set(key, now)
      return this.#held.has(key)
    }
  }
}
