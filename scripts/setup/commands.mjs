import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ensureChromium } from './chromium.mjs'
import { ensureFirefox } from './firefox.mjs'
import { ensureLivekit } from './livekit.mjs'
import { ensureMariadbd } from './mariadb.mjs'
import { environment, ownNode, ROOT, run } from './run.mjs'
import { say, step } from './say.mjs'

const node = (words, env) => run(ownNode(), words, env ? { env: environment(env) } : {})
const file = (...parts) => join(ROOT, ...parts)

async function server(words, more = []) {
  const code = await build()
  return (
    code ||
    node([
      '--import',
      pathToFileURL(file('scripts', 'setup', 'parent.mjs')).href,
      file('server', 'main.ts'),
      ...more,
      ...words,
    ])
  )
}

async function check() {
  const biome = file('node_modules', '@biomejs', `cli-${process.platform}-${process.arch}`, 'biome')
  let code = 0
  if (existsSync(biome))
    code = await step('format and lint (biome)', () => run(biome, ['check', '--error-on-warnings']))
  else say(`format and lint are skipped: Biome is not installed for ${process.platform}-${process.arch}`)
  const types = await step('types (tsc)', () =>
    node([file('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', ROOT]),
  )
  return code || types
}

async function test(words) {
  const code = await build() // browser tests look at the built client
  if (code) return code
  const chromium = await ensureChromium()
  const env = { NODE_ENV: 'test' }
  const mariadbd = await ensureMariadbd()
  if (mariadbd) env.MARIADBD = mariadbd
  else
    say(
      'No MariaDB found: the tests that read from one are skipped. Install mariadb-server, or set MARIADBD.',
    )
  const firefox = await ensureFirefox()
  if (firefox) env.FIREFOX = firefox
  else say('No Firefox found: the test of the wall in it is skipped. Install firefox-esr, or set FIREFOX.')
  const livekit = await ensureLivekit()
  if (livekit) env.LIVEKIT_SERVER_BIN = livekit
  else
    say(
      'No LiveKit server found and no Go 1.21 or newer to build one: the video tests over LiveKit are skipped. Install either, or set LIVEKIT_SERVER_BIN.',
    )
  if (chromium) env.CHROMIUM = chromium
  else
    say('No Chromium found: the browser tests will fail. Install chromium, or set CHROMIUM to its program.')
  return node([file('node_modules', 'vitest', 'vitest.mjs'), 'run', ...words], env)
}

/** What each word of the command line does: (further words) => exit code. */
export const commands = {
  start: (words) => server(words, ['--demo']),
  serve: (words) => server(words),
  build: () => build(),
  check,
  test,
  bench: (words) => node([file('scripts', 'bench', 'main.ts'), ...words]),
  verify: (words) => node([file('scripts', 'verify', 'main.ts'), ...words]),
  admin: (words) => node([file('scripts', 'admin', 'main.ts'), ...words]),
}
