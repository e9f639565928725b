import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { person } from '../browser/bridge/stage.ts'
import { Client } from '../harness/client.ts'
import { freePort } from '../harness/port.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** As the video tests look for one: set, or built once by `npm test`. Ends the script with 2 where there is none. */
export async function mediaServer() {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  process.env.LIVEKIT_SERVER_BIN ??= join(cache, 'trong-dong', 'livekit-1.13.5', 'livekit-server')
  if (!existsSync(process.env.LIVEKIT_SERVER_BIN)) {
    console.log('no LiveKit server here: set LIVEKIT_SERVER_BIN, or let `npm test` build one')
    process.exit(2)
  }
  // It reads where the server is when it is loaded.
  const { Livekit } = await import('../harness/livekit.ts')
  return Livekit.reserve()
}

/** The demonstration as a process of its own on a folder of its own; browsers are opened with the leader signed in. */
export async function demonstration(settings: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'td-soak-'))
  const port = await freePort()
  const server = spawn(process.execPath, ['server/main.ts', '--demo'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ PORT: String(port), MQTT_PORT: '0', DATA_DIR: join(folder, 'data'), ...settings },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((ready, failed) => {
    let said = ''
    server.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('Ctrl-C')) ready()
    })
    server.once('exit', () => failed(new Error(`the server ended:\n${said}`)))
  })
  const url = `http://127.0.0.1:${port}`
  const leader = new Client(url)
  await leader.signIn('lanhdao', 'trong-dong-lanhdao')
  const opened: Awaited<ReturnType<typeof person>>['browser'][] = []
  return {
    url,
    leader,
    /** A browser of its own; `as` signs it in. */
    open: async (as?: Client): Promise<Page> => {
      const { browser, page } = await person([])
      opened.push(browser)
      const [name = '', value = ''] = as?.cookie.split(/=(.*)/s) ?? []
      if (name) await page.context().addCookies([{ name, value, url }])
      return page
    },
    stop: async () => {
      await Promise.all(opened.map((b) => b.close()))
      server.removeAllListeners('exit')
      const gone = once(server, 'exit')
      server.kill('SIGTERM')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export const middle = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
