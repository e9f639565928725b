import { isDeepStrictEqual } from 'node:util'
import type { Asked, AskedChange, SceneSettings } from '../../shared/api/scenes.ts'
import type { Playlist } from '../../shared/playlist.ts'
import type { Scene } from '../../shared/scene.ts'
import { type SceneChange, sceneDiff } from '../../shared/scene-diff.ts'

// What a second person says yes to: what would be another, beside what stands. Pure.

/** As many as a person reads before a yes, and as much of each. */
const MOST_CHANGES = 12
const MOST_LETTERS = 80

export type Stands = {
  settings(): SceneSettings
  playlist(key: string): Playlist | null
  document(scene: string): Scene | null
}

export function changeOf(asked: Asked, stands: Stands): AskedChange {
  switch (asked.act) {
    case 'settings':
      return { settings: settingsChange(stands.settings(), asked.settings) }
    case 'playlist': {
      const { playlist } = asked
      return { list: { before: stands.playlist(playlist.key), after: playlist } }
    }
    case 'document':
      return { document: documentChange(stands.document(asked.document.key), asked.document) }
    default:
      return {}
  }
}

type Field = keyof SceneSettings
function picked(s: SceneSettings, fields: readonly Field[]): Partial<SceneSettings> {
  const found: Partial<SceneSettings> = {}
  const put = <K extends Field>(field: K) => {
    found[field] = s[field]
  }
  for (const field of fields) put(field)
  return found
}

function settingsChange(before: SceneSettings, after: SceneSettings): NonNullable<AskedChange['settings']> {
  const fields = Object.keys(after).filter((k): k is Field => k in before)
  const changed = fields.filter((k) => !isDeepStrictEqual(before[k], after[k]))
  return { before: picked(before, changed), after: picked(after, changed) }
}

function documentChange(before: Scene | null, after: Scene): NonNullable<AskedChange['document']> {
  const changes = before ? sceneDiff(before, after) : []
  const { pages } = after
  return {
    ...{ pages: pages.length, parts: pages.reduce((n, p) => n + p.parts.length, 0) },
    changes: changes.slice(0, MOST_CHANGES).map(short),
    more: Math.max(0, changes.length - MOST_CHANGES),
  }
}

const cut = (text: string | null) =>
  text && text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
const short = (c: SceneChange): SceneChange => ({ ...c, before: cut(c.before), after: cut(c.after) })
