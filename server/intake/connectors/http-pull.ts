import type { HealthView, PullSettings } from '../../../shared/api/connectors.ts'
import { ask, bookmarkAfter } from './answers.ts'
import { recalled, Scheduled } from './scheduled.ts'
import type { Bookmark } from './store.ts'
import { pullTrial } from './trial.ts'
import type { Kind, Room } from './types.ts'

/** A source with a cursor is read on at once, up to this many pages in one look. */
const PAGES = 50

/** A source fetched over HTTP. What was fetched is remembered only after the commit. */
export const httpPull: Kind<PullSettings> = {
  fault({ url: text, headers, secretHeaders }) {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url) return { field: 'url', problem: 'not an address' }
    if (url.username || url.password)
      return { field: 'url', problem: 'a password belongs into a secret header' }
    const open = new Set(Object.keys(headers).map((h) => h.toLowerCase()))
    const sealed = secretHeaders.map((h) => h.toLowerCase())
    if (new Set(sealed).size < sealed.length || sealed.some((h) => open.has(h)))
      return { field: 'secretHeaders', problem: 'each header once' }
    return null
  },
  secrets: (settings) => settings.secretHeaders,
  place: (settings) => new URL(settings.url).origin,
  make: (room) =>
    new Scheduled({
      every: room.settings.every,
      opening: room.opening,
      onError: room.onError,
      recall: () => recalled(room, room.settings.url),
      look: (signal, health) => look(room, signal, health),
    }),
  trial: pullTrial,
}

/** One look, with all its pages; each page is remembered when it is written. */
async function look(room: Room<PullSettings>, signal: AbortSignal, health: HealthView): Promise<boolean> {
  const { settings, limit, id } = room
  const way = { settings, reading: room.reading(), limit, secrets: await room.secrets(), signal }
  let bookmark: Bookmark = await room.readBookmark()
  for (let page = 0; page < PAGES && !signal.aborted; page++) {
    const answer = await ask(way, bookmark)
    const receivedAt = Date.now()
    const unchanged = answer.status === 304
    const next = unchanged ? bookmark : bookmarkAfter(way, bookmark, answer)
    const contact = { body: Buffer.from(answer.head), fileName: null, receivedAt }
    const news = { body: answer.body, fileName: `${id}.${settings.format}`, receivedAt }
    const { repeated } = await room.deliver(unchanged ? contact : news)
    // A source without validators says "nothing changed" by saying the same again.
    if (repeated) await room.deliver(contact)
    const moved = !unchanged && settings.cursor !== null && next.cursor !== bookmark.cursor
    bookmark = { ...next, contactAt: receivedAt, ...(unchanged ? {} : { deliveryAt: receivedAt }) }
    await room.writeBookmark(bookmark)
    health.lastContactAt = receivedAt
    if (!unchanged) health.lastDeliveryAt = receivedAt
    if (!moved) return false
  }
  return true
}
