import type { PullSettings, TrialView } from '../../../shared/api/connectors.ts'
import type { Files } from '../files/index.ts'
import { ask, cursorIn } from './answers.ts'
import type { Try } from './types.ts'

const SHOWN = 2_000

/** The first characters of what came, as text. */
export const startOf = (body: Buffer): string =>
  body
    .subarray(0, 4 * SHOWN)
    .toString('utf8')
    .slice(0, SHOWN)

/** One fetch without memory. */
export async function pullTrial(
  { id, settings, secrets, limit }: Try<PullSettings>,
  files: Files,
): Promise<TrialView> {
  const began = performance.now()
  const answer = await ask(
    { settings, reading: '', secrets, limit, signal: new AbortController().signal },
    {},
  )
  const milliseconds = Math.round(performance.now() - began)
  const { status, url, headers, body } = answer
  const preview = await files.preview({
    name: `${id}.${settings.format}`,
    body,
    connectionId: id,
    ...(settings.mapping ? { mapping: settings.mapping } : {}),
  })
  return {
    bytes: body.length,
    milliseconds,
    http: {
      status,
      url,
      contentType: headers['content-type'] ?? '',
      etag: Boolean(headers.etag ?? headers['last-modified']),
      cursor: settings.cursor ? cursorIn(body, settings.cursor.pointer) : null,
    },
    sql: null,
    from: null,
    start: startOf(body),
    preview,
  }
}
