import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Marked } from '../../../server/trust/marked.ts'

it('counts as a set does, whatever is put in and taken out', () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.boolean())
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const marked = new Marked()
      const set = new Set<number>()
      for (const [key, on] of steps) {
        marked.set(key, on)
        if (on) set.add(key)
        else set.delete(key)
        expect(marked.size).toBe(set.size)
      }
    }),
  )
})
