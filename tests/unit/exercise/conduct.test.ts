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
