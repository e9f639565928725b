import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { Acts, type Person } from '../../../server/scenes/acts.ts'

/** A database whose first commit is slow; the acts in it have the numbers in which they were written. */
function database() {
  const order: string[] = []
  let slow = 50
  const connect = async () => {
    const wait = slow
    slow = 0
    return {
      query: async (text: string, values: unknown[] = []) => {
        if (text.includes('insert into scene_act ')) order.push(String(values[3]))
        if (text === 'commit') await new Promise((done) => setTimeout(done, wait))
        return { rows: [{ id: String(order.length) }], rowCount: 1 }
      },
      release: () => {},
    }
  }
  return { order, pool: { connect, query: async () => ({ rows: [] }) } }
}

test('two put on one target at once come to stand there in the order of the record', async () => {
  const { order, pool } = database()
  const stands: string[] = []
  const place = { screen: 1, group: null, wall: null }
  const app = {
    ...{ db: { pool }, audit: { record: async () => {} }, bus: { emit: () => {} }, log: { warn: () => {} } },
    ...{ live: { screens: () => [] }, wall: { paired: () => [], walls: new Map() } },
  }
  const stored = (scene: string) => ({ scene, version: 1, document: { title: { vi: scene, en: scene } } })
  const parts = {
    book: { need: stored, newest: stored, isRestricted: () => false },
    director: {
      ...{ told: () => undefined, pass: () => {}, takeovers: () => [] },
      put: (manual: { put: { scene: string } }) => stands.push(manual.put.scene),
    },
    answers: { all: async () => {}, at: () => null },
    ...{ settings: () => ({ twoPerson: [] }), places: () => [place] },
  }
  type Made = ConstructorParameters<typeof Acts>
  const acts = new Acts(app as unknown as FastifyInstance, parts as unknown as Made[1])
  const by = { actor: 'account:duty1', address: null } as unknown as Person
  const show = (scene: string) => acts.ask({ act: 'show', target: { kind: 'all' }, scene }, by)
  await Promise.all([show('mot'), show('hai')])
  expect(order).toEqual(['mot', 'hai'])
  expect(stands).toEqual(order)
  // One that is refused holds up nobody.
  const bad = acts.ask({ act: 'show', target: { kind: 'all' } }, by)
  await Promise.all([expect(bad).rejects.toMatchObject({ code: 'BAD_REQUEST' }), show('ba')])
  expect(stands.at(-1)).toBe('ba')
})
