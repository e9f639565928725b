import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scenario } from '../../fixtures/exercise.ts'

/** A process that hears its orders from somebody with whom no channel stands any more. */
async function orphan(program: string, orders: object): Promise<number | null> {
  const path = fileURLToPath(new URL(`../../../server/${program}`, import.meta.url))
  const child = spawn(process.execPath, [path], { stdio: ['pipe', 'ignore', 'ignore'] })
  try {
    const ended = once(child, 'exit')
    child.stdin.end(JSON.stringify(orders))
    const [code] = await ended
    return code
  } finally {
    child.kill('SIGTERM')
  }
}

test('a driver whose exercise went while it began ends by itself', async () => {
  const orders = { base: 'http://127.0.0.1:1', keys: {}, picture: [], came: {}, alerts: {} }
  expect(await orphan('exercise/driver/main.ts', { ...orders, scenario: scenario() })).toBe(0)
})

test('an exercise whose server went while it began ends by itself, and makes no database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'td-orphan-'))
  const data = join(folder, 'data')
  try {
    const orders = { id: 'dt-1', mode: 'run', startedBy: 'system', tls: null, picture: [], accounts: [] }
    const settings = { DATA_DIR: data, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' }
    expect(await orphan('exercise-world.ts', { ...orders, settings, scenario: scenario() })).toBe(0)
    expect(existsSync(data)).toBe(false)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
