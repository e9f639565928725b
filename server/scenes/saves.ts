import type { Asked, SceneAct, SceneOrigin, SceneSettings } from '../../shared/api/scenes.ts'
import type { Playlist } from '../../shared/playlist.ts'
import { RequestError } from '../../shared/refusal.ts'
import type { Person } from './acts.ts'
import type { SceneBook } from './book.ts'
import type { Playlists } from './playlists.ts'
import type { Requests, Second } from './requests.ts'
import { newInPlaylist, newInSettings } from './restricted.ts'

type Saved = Exclude<Asked, SceneAct>
type Parts = { book: SceneBook; playlists: Playlists; requests: Requests }

/**
 * Scenes, playlists and settings as a person saves them. Where a restricted scene would newly stand by it, or be restricted
 * no more, nothing is saved: it waits for a second person, which SECOND_PERSON says.
 */
export class Saves {
  readonly #parts: Parts
  constructor(parts: Parts) {
    this.#parts = parts
  }

  async playlist(key: string, playlist: Playlist | null, after: number, by: Person): Promise<void> {
    const { book, playlists } = this.#parts
    playlists.check(key, playlist, after)
    const newly =
      playlist && this.#guarded() ? newInPlaylist(playlists.stored(key), playlist, book.isRestricted) : []
    if (playlist && newly.length) await this.#ask({ act: 'playlist', playlist, after, restricted: newly }, by)
    await playlists.save(key, playlist, after, by, null)
  }

  async document(
    key: string,
    read: unknown,
    after: number,
    origin: SceneOrigin,
    note: string,
    by: Person,
  ): Promise<void> {
    const { book } = this.#parts
    const document = book.check(key, read, after)
    if (this.#guarded() && book.isRestricted(key) && !document.restricted)
      await this.#ask({ act: 'document', document, after, origin, note, restricted: [key] }, by)
    // It would stand on every screen, or take them, with nobody's yes.
    const { standing, alertScene, alarmScene } = this.#parts.playlists.settings()
    const named = [standing, alertScene, alarmScene].includes(key)
    if (this.#guarded() && named && document.restricted && !book.isRestricted(key))
      throw new RequestError('SCENE_IN_SETTINGS', { scene: key })
    await book.save(document, after, origin, note, by, null)
  }

  /** That a rule of two persons holds no more needs two persons as well. */
  async settings(settings: SceneSettings, after: number, by: Person): Promise<void> {
    const { book, playlists } = this.#parts
    playlists.checkSettings(settings, after)
    const before = playlists.settings()
    const newly = this.#guarded() ? newInSettings(before, settings, book.isRestricted) : []
    const dropped = before.twoPerson.some((rule) => !settings.twoPerson.includes(rule))
    if (newly.length || dropped) await this.#ask({ act: 'settings', settings, after, restricted: newly }, by)
    await playlists.settle(settings, after, by, null)
  }

  /** What waited, now that a second person has said yes; it is saved as who asked for it saved it. */
  async confirmed(asked: Saved, by: Person, second: Second): Promise<void> {
    const { book, playlists } = this.#parts
    const asker = { actor: `account:${second.request.username}`, address: by.address }
    switch (asked.act) {
      case 'playlist': {
        const { playlist, after } = asked
        playlists.check(playlist.key, playlist, after)
        return playlists.save(playlist.key, playlist, after, asker, second)
      }
      case 'document': {
        const { document, after, origin, note } = asked
        const checked = book.check(document.key, document, after)
        await book.save(checked, after, origin, note, asker, second)
        return
      }
      case 'settings': {
        const { settings, after } = asked
        playlists.checkSettings(settings, after)
        return playlists.settle(settings, after, asker, second)
      }
    }
  }

  #guarded(): boolean {
    return this.#parts.playlists.settings().twoPerson.includes('restricted')
  }
  async #ask(asked: Saved, by: Person): Promise<never> {
    await this.#parts.requests.ask(asked, by)
    const { restricted } = asked
    throw new RequestError('SECOND_PERSON', restricted.length ? { scenes: restricted.join(', ') } : {})
  }
}
