import { RequestError } from '../../../shared/refusal.ts'
import { inWorker } from './in-worker.ts'
import type { XmlReply } from './sdmx-text.ts'
import { cubeOf } from './statistics.ts'
import type { Cube, Limits } from './types.ts'

const TIME_LIMIT_MS = 20_000

/** An SDMX-ML 2.1 message, generic or structure-specific, series or flat. Throws BAD_BODY, TOO_LARGE, TOO_MANY_ROWS. */
export async function decodeSdmxXml(text: string, limits: Limits): Promise<Cube> {
  // The entities of a document type are how small messages are made to fill a memory.
  if (/<!DOCTYPE/i.test(text))
    throw new RequestError('BAD_BODY', { problem: 'a document type is not accepted' })
  const reply = await inWorker<XmlReply>(
    new URL('./xml-worker.ts', import.meta.url),
    { text, rows: limits.rows },
    TIME_LIMIT_MS,
    'the message',
  )
  if ('code' in reply) throw new RequestError(reply.code, { problem: reply.problem })
  return cubeOf(reply.figures, reply.about, limits)
}
