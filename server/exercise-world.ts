import { mkdir } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { lockDataDir } from './db/lock.ts'
import type { WorldCommand, WorldNews, WorldOrders } from './exercise/index.ts'

/**
 * An exercise: a whole server of its own, in a process, a folder and a database cluster of its own. It is told on its
 * standard input what it may know of the real one, which is no address, no key and no password, and it ends with it.
 */
const orders: WorldOrders = JSON.parse(await text(process.stdin))
// The real server may go away at any time: what it does not hear any more is no reason to end out of order.
const unheard = () => undefined
for (const stream of [process.stdout, process.stderr]) stream.on('error', unheard)
const tell = (news: WorldNews) => {
  if (process.connected) process.send?.(news, unheard)
}
/** In the real server's log. */
const say = (line: string) => process.stderr.write(`${line}\n`)

const settings = readConfig(orders.settings, false)
const config = {
  ...settings,
  world: { kind: 'exercise' as const, id: orders.id, title: orders.scenario.title },
  tls: orders.tls && { cert: Buffer.from(orders.tls.cert), key: Buffer.from(orders.tls.key) },
  // Nothing of an exercise goes over servers that the real world uses.
  livekit: null,
  egress: null,
  databaseUrl: null,
  mqttPort: -1,
}

let app: FastifyInstance | null = null
let unlock: (() => Promise<void>) | null = null
let stopping = false
async function stop(code: number): Promise<never> {
  if (!stopping) {
    stopping = true
    setTimeout(() => process.exit(1), 25_000).unref()
    await app?.close().catch(() => undefined)
    await unlock?.()
  }
  process.exit(code)
}
process.on('SIGTERM', () => void stop(0))
process.on('SIGINT', () => {}) // the real server decides
process.on('disconnect', () => void stop(0))
// It may have gone while the orders were read: nobody says so any more.
if (!process.connected) await stop(0)

try {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  unlock = await lockDataDir(config.dataDir)
  app = await buildApp(config)
  // What is only read does nothing by itself, also where its end was never written down.
  if (orders.mode === 'review') app.worldLife.ended = true
  await app.listen({ port: config.port, host: config.host })
  const { port } = app.server.address() as AddressInfo
  const host = ['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host
  const base = `${config.tls ? 'https' : 'http'}://${host}:${port}`
  const { world } = app.exercise
  await world.open(base, orders, {
    tell: (state, endReason) => tell({ kind: 'state', state, endReason, no: null }),
    say,
    lost: (why) => {
      say(why)
      void stop(1)
    },
  })
  process.on('message', (command: WorldCommand) => {
    if ('accounts' in command) {
      // An exercise that cannot tell who has ended lets nobody in any more; it is taken up again with all of them.
      world.follow(command.accounts, say).catch(() => void stop(1))
      return
    }
    const { no, steer } = command
    world.steer(steer).then(
      (state) => tell({ kind: 'state', state, endReason: null, no }),
      (error: unknown) =>
        tell({
          kind: 'refused',
          no,
          code: error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL',
        }),
    )
  })
  tell({ kind: 'ready', port })
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  // A process that ends takes with it what it has not sent yet: why it failed is heard first.
  await new Promise((sent) =>
    process.connected ? process.send?.({ kind: 'failed', message }, sent) : sent(null),
  )
  await stop(1)
}
