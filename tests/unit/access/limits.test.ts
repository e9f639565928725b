import { describe, expect, it } from 'vitest'
import { Attempts } from '../../../server/access/limits.ts'

describe('attempts', () => {
  it('makes wait after too many, until the window is over', () => {
    const tries = new Attempts(3, 60_000)
    for (let n = 0; n < 3; n++) {
      expect(tries.wait('quangninh', 1_000 * n)).toBe(0)
      tries.take('quangninh', 1_000 * n)
    }
    expect(tries.wait('quangninh', 3_000)).toBe(57)
    expect(tries.wait('hanoi', 3_000)).toBe(0)
    expect(tries.wait('quangninh', 60_000)).toBe(0)
    tries.take('quangninh', 60_000)
    expect(tries.wait('quangninh', 60_001)).toBe(0)
  })
  it('forgets what turned out right', () => {
    const tries = new Attempts(2, 60_000)
    tries.take('a', 0)
    tries.take('a', 0)
    tries.giveBack('a')
    expect(tries.wait('a', 1)).toBe(0)
    tries.take('a', 1)
    expect(tries.wait('a', 2)).toBeGreaterThan(0)
    tries.clear('a')
    expect(tries.wait('a', 3)).toBe(0)
  })
  it('holds a bounded number of keys, dropping the oldest', () => {
    const tries = new Attempts(1, 60_000)
    tries.take('first', 0)
    for (let n = 0; n < 20_000; n++) tries.take(`other${n}`, 0)
    expect(tries.wait('first', 1)).toBe(0)
    expect(tries.wait('other19999', 1)).toBeGreaterThan(0)
  })
})
