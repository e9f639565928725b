import type { PullSettings, TrialView } from '../../../shared/api/connectors.ts'
import { RequestError } from '../../../shared/refusal.ts'
import type { Files } from '../files/index.ts'
import { ask, cursorIn } from './answers.ts'
import { FetchError } from './types.ts'

const SHOWN = 2_000

type Try = { id: string; settings: PullSettings; secrets: Record<string, string>; limit: number }

/** One fetch without memory, decoded, mapped and judged. Throws BAD_REQUEST with the fetch's own code, and what a preview throws. */
export async function trial({ id, settings, secrets, limit }: Try, files: Files): Promise<TrialView> {
  const began = performance.now()
  try {
    const signal = new AbortController().signal
    const answer = await ask({ settings, secrets, limit, signal }, {})
    const milliseconds = Math.round(performance.now() - began)
    const preview = await files.preview({
      name: `${id}.${settings.format}`,
      body: answer.body,
      connectionId: id,
      ...(settings.mapping ? { mapping: settings.mapping } : {}),
    })
    const { status, url, headers, body } = answer
    return {
      http: {
        status,
        url,
        contentType: headers['content-type'] ?? '',
        bytes: body.length,
        milliseconds,
        etag: Boolean(headers.etag ?? headers['last-modified']),
        cursor: settings.cursor ? cursorIn(body, settings.cursor.pointer) : null,
      },
      start: body
        .subarray(0, 4 * SHOWN)
        .toString('utf8')
        .slice(0, SHOWN),
      preview,
    }
  } catch (error) {
    if (error instanceof FetchError) throw new RequestError('BAD_REQUEST', { fetch: error.body() })
    throw error
  }
}
