import { expect, test } from 'vitest'
import { each } from '../../../server/alarms/each.ts'
import { RequestError } from '../../../shared/refusal.ts'

const cut = () => Object.assign(new Error('terminating connection'), { code: '57P01' })
const failing = (at: number, error: () => Error) => async (id: number) => {
  if (id >= at) throw error()
}

test('what one refuses holds up no other', async () => {
  const run = async (id: number) => {
    if (id === 2) throw new RequestError('ALARM_TAKEN')
  }
  expect(await each([1, 2, 3], run)).toEqual({ done: [1, 3], refused: [{ id: 2, code: 'ALARM_TAKEN' }] })
})

test('a database that goes away under the second leaves the first told as done, the rest as refused', async () => {
  const later = [2, 3].map((id) => ({ id, code: 'NOT_READY' }))
  expect(await each([1, 2, 3], failing(2, cut))).toEqual({ done: [1], refused: later })
  // With nothing done there is nothing to tell but that.
  await expect(each([1, 2], failing(1, cut))).rejects.toThrow('terminating')
})

test('a fault of our own is no refusal', async () => {
  await expect(
    each(
      [1, 2],
      failing(2, () => new TypeError('x')),
    ),
  ).rejects.toThrow(TypeError)
})
