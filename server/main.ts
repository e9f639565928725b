import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { announce, type Demonstration } from './announce.ts'
import { buildApp } from './app.ts'
import { ConfigError, readConfig, SETTINGS } from './config.ts'
import { lockDataDir } from './db/lock.ts'

if (process.argv.includes('--settings')) {
  for (const [name, text] of Object.entries(SETTINGS)) console.log(`${name.padEnd(16)} ${text}`)
  process.exit(0)
}

// Whoever reads what this prints may go away (a log's program restarted, a pipe closed): the server goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
const say = (line: string) => process.stdout.write(`${line}\n`)
const fail = (error: unknown): never => {
  const known =
    error instanceof ConfigError ||
    (error instanceof Error &&
      'code' in error &&
      /^(DATA_DIR_IN_USE|EMBEDDED_|EADDRINUSE)/.test(String(error.code)))
  process.stderr.write(
    `${known && error instanceof Error ? error.message : error instanceof Error ? error.stack : error}\n`,
  )
  process.exit(1)
}

/** Loaded only for the demonstration: without its folder everything else runs. */
async function startDemonstration(app: FastifyInstance): Promise<Demonstration> {
  const { startDemonstration: start } = await import('../scripts/simulator/demonstration/index.ts')
  const { port } = app.server.address() as AddressInfo
  return start(app, `${app.config.tls ? 'https' : 'http'}://localhost:${port}`)
}

/** Starts in order: settings, folder, database, rooms, listener, demonstration. Stops in the reverse. */
async function main() {
  const started = performance.now()
  const config = readConfig(process.env, process.argv.includes('--demo'))
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  const unlock = await lockDataDir(config.dataDir)
  let app: FastifyInstance | null = null
  let demonstration: Demonstration | null = null
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    say(`${signal}: stopping sources, intake, stream, database`)
    const giveUp = setTimeout(() => process.exit(1), 30_000)
    giveUp.unref()
    await demonstration?.stop()
    await app?.close()
    await unlock()
    say('stopped')
    process.exit(0)
  }
  // Before anything is started: a signal during the start ends what has been started so far.
  process.on('SIGINT', () => void stop('SIGINT'))
  process.on('SIGTERM', () => void stop('SIGTERM'))
  app = await buildApp(config)
  await app.listen({ port: config.port, host: config.host })
  if (config.demo) demonstration = await startDemonstration(app)
  await announce(app, demonstration, say, (performance.now() - started) / 1000)
}
main().catch(fail)
