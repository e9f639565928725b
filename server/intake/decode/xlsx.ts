import { Worker } from 'node:worker_threads'
import { RequestError } from '../../../shared/refusal.ts'
import { show } from './columns.ts'
import type { Cell, Limits, Table } from './types.ts'

const UNZIPPED_LIMIT = 64 << 20
const TIME_LIMIT_MS = 20_000
type Reply = { cells: Cell[][] } | { code: 'TOO_LARGE' | 'BAD_BODY'; problem: string }

/** The first sheet of a workbook; its first row with two or more texts is the header. Throws TOO_LARGE, BAD_BODY, TOO_MANY_ROWS. */
export async function decodeXlsx(body: Buffer, limits: Limits): Promise<Table> {
  const reply = await inWorker(body)
  if ('code' in reply) throw new RequestError(reply.code, { problem: reply.problem })
  const filled = (row: Cell[]) => row.filter((c) => c !== null && c !== '').length
  const head = reply.cells.findIndex((row) => filled(row) > 1)
  const header = reply.cells[head]
  if (!header) throw new RequestError('BAD_BODY', { problem: 'the first sheet has no table' })
  const rows = reply.cells.slice(head + 1).filter((row) => filled(row) > 0)
  if (rows.length > limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows })
  return { kind: 'table', header: header.map((h) => show(h).trim()), rows, decimalComma: false }
}

function inWorker(body: Buffer): Promise<Reply> {
  return new Promise((done) => {
    const worker = new Worker(new URL('./xlsx-worker.ts', import.meta.url), {
      workerData: { bytes: new Uint8Array(body), unzippedLimit: UNZIPPED_LIMIT },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    })
    const finish = (reply: Reply) => {
      clearTimeout(timer)
      void worker.terminate()
      done(reply)
    }
    const timer = setTimeout(
      () => finish({ code: 'TOO_LARGE', problem: 'the workbook takes too long to open' }),
      TIME_LIMIT_MS,
    )
    worker.once('message', finish)
    worker.once('error', () => finish({ code: 'TOO_LARGE', problem: 'the workbook needs too much memory' }))
  })
}
