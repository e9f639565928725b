import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startOf } from '../../server/db/embedded/processes.ts'
import { lockDataDir } from '../../server/db/lock.ts'

const LOCK = join(import.meta.dirname, '..', '..', 'server', 'db', 'lock.ts')
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'td-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Another process that takes the folder and keeps it until it is killed. */
async function otherServer() {
  const child = spawn(
    process.execPath,
    [
      '-e',
      `import(${JSON.stringify(LOCK)}).then(async (m) => { await m.lockDataDir(${JSON.stringify(folder)}); console.log('has it'); setInterval(() => {}, 1000) })`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
  }
}

describe('the lock of the data folder', () => {
  it('refuses a second server with its code and the pid of the first', async () => {
    const other = await otherServer()
    try {
      await expect(lockDataDir(folder)).rejects.toMatchObject({
        code: 'DATA_DIR_IN_USE',
        message: expect.stringContaining(`pid ${other.pid}`),
      })
    } finally {
      await other.kill()
    }
  })
  it('takes over from a server that was killed', async () => {
    const other = await otherServer()
    await other.kill()
    expect(existsSync(join(folder, 'server.lock'))).toBe(true)
    const release = await lockDataDir(folder)
    expect(JSON.parse(readFileSync(join(folder, 'server.lock'), 'utf8')).pid).toBe(process.pid)
    await release()
    expect(existsSync(join(folder, 'server.lock'))).toBe(false)
  })
  it('takes over when the pid now belongs to another process', async () => {
    const other = await otherServer()
    try {
      writeFileSync(join(folder, 'server.lock'), JSON.stringify({ pid: other.pid, started: 'another/1' }))
      const release = await lockDataDir(folder)
      await release()
    } finally {
      await other.kill()
    }
  })
  it('takes over a lock that cannot be read', async () => {
    writeFileSync(join(folder, 'server.lock'), '')
    const release = await lockDataDir(folder)
    await release()
  })
  it('knows the start of a running process and none of a dead one', async () => {
    const other = await otherServer()
    expect(startOf(other.pid)).not.toBe(startOf(process.pid))
    await other.kill()
    expect(startOf(other.pid)).toBeNull()
  })
})
