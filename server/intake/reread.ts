import type { MappingInput } from '../../shared/api/intake.ts'
import { decode } from './decode/index.ts'
import type { Limits, RawRow } from './decode/types.ts'
import type { Files } from './files/index.ts'
import type { MessageRecord } from './read.ts'

/** A stored message taken apart once more, as when it came: its rows in order. Throws what the decoder throws. */
export async function reread(
  { record, body }: { record: MessageRecord; body: Buffer },
  { files, limits }: { files: Files; limits: Limits },
): Promise<RawRow[]> {
  if (record.fileName !== null)
    return files.reread({
      name: record.fileName,
      body,
      ...(isMapping(record.mapping) ? { mapping: record.mapping } : {}),
    })
  const decoded = await decode(body, record.contentType, limits)
  return decoded.kind === 'rows' ? decoded.rows : []
}

/** What we stored ourselves beside the message; nobody else writes there. */
const isMapping = (mapping: unknown): mapping is MappingInput =>
  typeof mapping === 'object' && mapping !== null && 'items' in mapping
