import { RequestError } from '../../../shared/refusal.ts'
import { BOOK_MARKS } from '../../../shared/world.ts'
import { show } from './columns.ts'
import { inWorker } from './in-worker.ts'
import { Percent } from './numerals.ts'
import type { Cell, Limits, Table } from './types.ts'

const UNZIPPED_LIMIT = 64 << 20
const TIME_LIMIT_MS = 20_000

/**
 * The first sheet of a workbook; its first row with two or more texts is the header. Throws TOO_LARGE, BAD_BODY,
 * TOO_MANY_ROWS, and EXERCISE_FILE for a workbook that an exercise gave, whatever it is called now.
 */
export async function decodeXlsx(body: Buffer, limits: Limits): Promise<Table> {
  const reply = await inWorker<{ cells: Cell[][]; percents: [number, number][]; marked: boolean }>(
    new URL('./xlsx-worker.ts', import.meta.url),
    {
      bytes: new Uint8Array(body),
      unzippedLimit: UNZIPPED_LIMIT,
      words: limits.inExercise ? [] : BOOK_MARKS,
    },
    TIME_LIMIT_MS,
    'the workbook',
  )
  if ('code' in reply) throw new RequestError(reply.code, { problem: reply.problem })
  if (reply.marked) throw new RequestError('EXERCISE_FILE')
  for (const [row, column] of reply.percents) {
    const cells = reply.cells[row]
    const share = cells?.[column]
    if (cells && typeof share === 'number') cells[column] = new Percent(share)
  }
  const filled = (row: Cell[]) => row.filter((c) => c !== null && c !== '').length
  const head = reply.cells.findIndex((row) => filled(row) > 1)
  const header = reply.cells[head]
  if (!header) throw new RequestError('BAD_BODY', { problem: 'the first sheet has no table' })
  const rows = reply.cells.slice(head + 1).filter((row) => filled(row) > 0)
  if (rows.length > limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows })
  // A typed number is one already; a text was typed by somebody whose marks nothing tells but his other texts.
  return { kind: 'table', header: header.map((h) => show(h).trim()), rows, decimal: 'open' }
}
