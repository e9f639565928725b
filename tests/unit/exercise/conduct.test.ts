import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import type { DriverCommand } from '../../../server/exercise/driver/orders.ts'
import { Conduct } from '../../../server/exercise/world/conduct.ts'
import type { Driver } from '../../../server/exercise/world/driver-process.ts'
import { scenario } from '../../fixtures/exercise.ts'

test('an inject that nobody would hear, while a driver that died is replaced, is not said to be on its way', async () => {
  const pool = { query: async () => ({ rows: [], rowCount: 0 }) }
  const app = { worldLife: { ended: false, stoodAt: null }, db: { pool }, log: { warn: () => {} } }
  const kept = { scenario: scenario(), endedAt: null, endReason: null }
  const conduct = new Conduct(app as unknown as FastifyInstance, kept, [], () => {})
  const told: DriverCommand[] = []
  const driver: Driver = { pid: 1, tell: (command) => told.push(command), stop: async () => {} }
  const inject = () => conduct.steer({ do: 'inject', inject: 'phu-tai' })
  await expect(inject()).rejects.toMatchObject({ code: 'NOT_READY' })
  conduct.drivenBy(driver)
  await inject()
  await conduct.undriven()
  await expect(inject()).rejects.toMatchObject({ code: 'NOT_READY' })
  conduct.drivenBy(driver)
  await inject()
  expect(told).toEqual([1, 2].map(() => ({ kind: 'inject', inject: 'phu-tai' })))
  await conduct.stop()
})

test('what comes in line behind its end adds nothing to it: no inject, no step of the clock, no line of the log', async () => {
  const written: string[] = []
  let ends = () => {}
  const ending = new Promise<void>((done) => {
    ends = done
  })
  const query = async (text: string, values: unknown[] = []) => {
    if (text.includes('update exercise set ended_at')) await ending
    if (text.includes('insert into exercise_step')) written.push(`${values[0]} ${values[1]}`)
    return { rows: [], rowCount: 1 }
  }
  const told: string[] = []
  const app = {
    ...{
      worldLife: { ended: false, stoodAt: null },
      log: { warn: () => {}, error: () => told.push('error') },
    },
    db: { pool: { query, connect: async () => ({ query, release: () => {} }) } },
    ...{ audit: { record: async () => {} }, bus: { emit: (event: string) => told.push(event) } },
  }
  const kept = { scenario: scenario(), endedAt: null, endReason: null }
  const conduct = new Conduct(app as unknown as FastifyInstance, kept, [], () => {})
  const end = conduct.end('stopped')
  conduct.heard({
    ...{ kind: 'injected', inject: 'phu-tai', minute: 1, taken: true, answer: '' },
    alert: null,
  })
  const paused = conduct.steer({ do: 'pause' })
  ends()
  await Promise.all([end, paused])
  await expect(conduct.steer({ do: 'pause' })).rejects.toMatchObject({ code: 'EXERCISE_ENDED' })
  expect(written).toEqual(['clock null'])
  expect(told).toEqual(['over'])
  expect(conduct.state().done).toEqual([])
})
