import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../../server/app.ts'
import { readConfig } from '../../../server/config.ts'
import { freshDatabase } from '../../harness/fresh.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
let folder: string
let app: FastifyInstance
beforeAll(async () => {
  database = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'td-start-'))
  const env = { PORT: '0', HOST: '127.0.0.1', MQTT_PORT: '0', LOG_LEVEL: 'error' }
  app = await buildApp(readConfig({ ...env, DATA_DIR: folder, DATABASE_URL: database.url }, false))
})
afterAll(async () => {
  await app?.close()
  await database?.drop()
  await rm(folder, { recursive: true, force: true })
})

test('a start takes as long as its database needs', () => {
  expect(app.initialConfig.pluginTimeout).toBe(0)
})

test('no source is let in before every room follows what is committed', async () => {
  // Every room is loaded by now.
  expect(app.live).toBeDefined()
  expect(app.intake.mqttPort).toBeNull()
  expect(app.server.listening).toBe(false)
  await app.ready()
  expect(app.intake.mqttPort).toBeGreaterThan(0)
  expect(app.server.listening).toBe(false)
})
