import { text } from 'node:stream/consumers'
import { Drive } from './drive.ts'
import type { DriverCommand, DriverNews, DriverOrders } from './orders.ts'
import { sender } from './send.ts'

// The process that plays a scenario. It knows an address and its connections' keys, as a source system would; it ends by
// SIGTERM, or when the exercise that started it goes away.
const orders: DriverOrders = JSON.parse(await text(process.stdin))
const abort = new AbortController()
const stop = () => abort.abort()
process.on('SIGTERM', stop)
process.on('SIGINT', () => {})
process.on('disconnect', stop)
// It may have gone while the orders were read: nobody says so any more.
if (!process.connected) stop()

process.stderr.on('error', () => undefined)
const tell = (news: DriverNews) => {
  if (process.connected) process.send?.(news, () => undefined)
}
const drive = new Drive(orders, sender(orders, abort.signal), tell)
process.on('message', (command: DriverCommand) => {
  if (command.kind === 'clock') drive.set(command.clock)
  else void drive.inject(command.inject)
})
await drive.picture()
tell({ kind: 'ready' })
await drive.run(abort.signal)
if (process.connected) process.disconnect()
