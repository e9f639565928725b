import { text } from 'node:stream/consumers'
import type { Orders } from './job.ts'
import { SimulatedSource } from './source.ts'

// A process of pretended source systems. Orders come on standard input; it ends by SIGTERM, or when its server goes away.
const orders: Orders = JSON.parse(await text(process.stdin))
const abort = new AbortController()
const stop = () => abort.abort()
process.on('SIGTERM', stop)
process.on('SIGINT', () => {}) // the server decides the order of stopping
process.on('disconnect', stop)

const sources = orders.jobs.map((job) => new SimulatedSource(job, orders, abort.signal))
for (const source of sources) await source.catchUp()
process.send?.('ready')
await Promise.all(sources.map((source) => source.run()))
if (process.connected) process.disconnect()
