import { expect, it } from 'vitest'
import { Timers } from '../../../server/trust/timers.ts'

/** The same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

it('says what is due as a plain list would, however often instants are put off, brought forward or taken away', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const next = numbers(seed)
    const timers = new Timers()
    const plain = new Map<number, number>()
    for (let now = 0; now < 400; now += next(5)) {
      for (let i = next(6); i > 0; i--) {
        const key = next(20)
        const at = next(10) === 0 ? Number.POSITIVE_INFINITY : now + next(60)
        timers.set(key, at)
        if (Number.isFinite(at)) plain.set(key, at)
        else plain.delete(key)
      }
      expect(timers.next()).toBe(Math.min(Number.POSITIVE_INFINITY, ...plain.values()))
      if (next(3) > 0) continue
      const due = [...plain].filter(([, at]) => at <= now).map(([key]) => key)
      expect(timers.due(now).sort((a, b) => a - b)).toEqual(due.sort((a, b) => a - b))
      for (const key of due) plain.delete(key)
      expect(timers.size).toBe(plain.size)
    }
  }
})
