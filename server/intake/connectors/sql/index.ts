import { createHash } from 'node:crypto'
import type { HealthView, SqlSettings, TrialView } from '../../../../shared/api/connectors.ts'
import type { Files } from '../../files/index.ts'
import { recalled, Scheduled } from '../scheduled.ts'
import { startOf } from '../trial.ts'
import { FetchError, type Kind, type Room, type Try } from '../types.ts'
import { reading, readPage } from './page.ts'

/** A watermark is read on at once, up to this many pages in one look. */
const PAGES = 50
/** A watermark belongs to one query of one database. */
const baseOf = ({ host, port, database, query, watermark }: SqlSettings) =>
  createHash('sha256')
    .update(JSON.stringify([host, port, database, query, watermark]))
    .digest('hex')

/** A query of somebody else's PostgreSQL, MySQL or MariaDB, read-only; how far it was read is remembered only after the commit. */
export const sql: Kind<SqlSettings> = {
  fault({ query, watermark }) {
    if (!/^\s*(select|with|values|table)\b/i.test(query))
      return { field: 'query', problem: 'a SELECT is expected' }
    if (/\$1\b/.test(query) && !watermark)
      return { field: 'watermark', problem: '$1 needs a watermark column' }
    if (watermark && !/\$1\b/.test(query))
      return { field: 'query', problem: 'with a watermark the query has to use $1' }
    return null
  },
  secrets: () => ['password'],
  place: ({ host, port, database, user }) => `${user}@${host}:${port}/${database}`,
  make: (room) =>
    new Scheduled({
      every: room.settings.every,
      opening: room.opening,
      onError: room.onError,
      recall: () => recalled(room, baseOf(room.settings)),
      look: (signal, health) => look(room, signal, health),
    }),
  trial,
}

async function look(room: Room<SqlSettings>, signal: AbortSignal, health: HealthView): Promise<boolean> {
  const { settings, id } = room
  const { password } = await room.secrets()
  const base = baseOf(settings)
  let bookmark = await room.readBookmark()
  let after = bookmark.base === base ? (bookmark.cursor ?? null) : null
  for (let page = 0; page < PAGES && !signal.aborted; page++) {
    const read = await reading({ settings, password, signal }, (reader) => readPage(reader, settings, after))
    const receivedAt = Date.now()
    const said = read.body ? `${read.rows} rows, unchanged` : '0 rows'
    const contact = { body: Buffer.from(`${said}; watermark ${after ?? '-'}`), fileName: null, receivedAt }
    const { repeated } = await room.deliver(
      read.body ? { body: read.body, fileName: `${id}.csv`, receivedAt } : contact,
    )
    if (repeated) await room.deliver(contact)
    after = read.watermark ?? after
    bookmark = {
      base,
      ...(after === null ? {} : { cursor: after }),
      contactAt: receivedAt,
      ...(read.body
        ? { deliveryAt: receivedAt }
        : bookmark.deliveryAt
          ? { deliveryAt: bookmark.deliveryAt }
          : {}),
    }
    await room.writeBookmark(bookmark)
    health.lastContactAt = receivedAt
    if (read.body) health.lastDeliveryAt = receivedAt
    if (!read.full) return false
  }
  return true
}

async function trial({ id, settings, secrets }: Try<SqlSettings>, files: Files): Promise<TrialView> {
  const began = performance.now()
  const access = { settings, password: secrets.password, signal: new AbortController().signal }
  const [page, mayWrite] = await reading(access, async (reader) => {
    const mayWrite = await reader.mayWrite()
    return [await readPage(reader, settings, null), mayWrite] as const
  })
  const milliseconds = Math.round(performance.now() - began)
  const { body, rows, watermark } = page
  if (!body) throw new FetchError('QUERY_FAILED', { problem: 'not one row' })
  const preview = await files.preview({
    name: `${id}.csv`,
    body,
    connectionId: id,
    ...(settings.mapping ? { mapping: settings.mapping } : {}),
  })
  return {
    ...{ bytes: body.length, milliseconds, http: null, sql: { rows, mayWrite, watermark }, from: null },
    start: startOf(body),
    preview,
  }
}
