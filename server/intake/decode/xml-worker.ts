import { parentPort, workerData } from 'node:worker_threads'
import { readSdmxText } from './sdmx-text.ts'

// A message of megabytes is taken apart away from the server's own thread.
const order: { text: string; rows: number } = workerData
parentPort?.postMessage(readSdmxText(order.text, order.rows))
