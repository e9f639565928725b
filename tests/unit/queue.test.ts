import { expect, it } from 'vitest'
import { Queue } from '../../server/queue.ts'

const queue = (...tasks: string[]) => {
  const q = new Queue<string>((t) => t.charAt(0))
  for (const t of tasks) q.push(t)
  return q
}
function batches(q: Queue<string>, most = 10): string[][] {
  const found: string[][] = []
  while (q.size) {
    const batch = q.next(most)
    found.push(batch)
    q.done(batch)
  }
  return found
}

it('what interleaves goes together, each subject once and in its order', () => {
  expect(batches(queue('a1', 'b1', 'a2', 'c1', 'a3', 'd1', 'b2'))).toEqual([
    ['a1', 'b1', 'c1', 'd1'],
    ['a2', 'b2'],
    ['a3'],
  ])
})

it('is bounded, and one that turns without end holds nobody up', () => {
  expect(batches(queue('a1', 'a2', 'a3', 'b1', 'c1'), 2)).toEqual([['a1', 'b1'], ['c1', 'a2'], ['a3']])
})

it('what comes while a batch is written waits behind it', () => {
  const q = queue('a1', 'b1')
  const batch = q.next(10)
  q.push('a2')
  expect([q.next(10), q.size]).toEqual([['a1', 'b1'], 3])
  q.done(batch)
  expect([q.next(10), q.size]).toEqual([['a2'], 1])
})

it('is thinned to what is wanted of a subject', () => {
  const q = queue('a1', 'a2', 'b1', 'a3')
  q.thin('a', (t) => t === 'a1')
  q.push('a4')
  expect(batches(q)).toEqual([['a1', 'b1'], ['a4']])
})
