import { parentPort, workerData } from 'node:worker_threads'
import { readSheet } from 'read-excel-file/node'
import { percentCells } from './percent-cells.ts'
import { checkZip } from './zip.ts'

type Order = { bytes: Uint8Array; unzippedLimit: number; words: string[] }

// A spreadsheet is opened away from the server's own thread: whatever it holds, the server goes on.
const order: Order = workerData
try {
  const body = Buffer.from(order.bytes.buffer, order.bytes.byteOffset, order.bytes.byteLength)
  const marked = await checkZip(body, order.unzippedLimit, order.words)
  const [cells, percents] = marked ? [[], []] : [await readSheet(body), await percentCells(body)]
  parentPort?.postMessage({ marked, cells, percents })
} catch (error) {
  parentPort?.postMessage({
    code: error instanceof RangeError ? 'TOO_LARGE' : 'BAD_BODY',
    problem: error instanceof Error ? error.message.slice(0, 200) : 'unreadable',
  })
}
