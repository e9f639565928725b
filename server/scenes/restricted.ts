import { isDeepStrictEqual } from 'node:util'
import type { SceneSettings } from '../../shared/api/scenes.ts'
import type { Playlist } from '../../shared/playlist.ts'

// Where a restricted scene would newly stand: what one person alone may not do, whichever way leads there. Pure.

export type IsRestricted = (scene: string) => boolean
export type AgreedPlaylist = { document: Playlist | null; agreed: readonly string[] }

export const restrictedIn = (p: Playlist, is: IsRestricted): string[] => [
  ...new Set(p.items.map((i) => i.scene).filter(is)),
]

/** The same scenes, on the same screens, at the same times: only the name, or whether it is on, may differ. */
function playsAlike(a: Playlist, b: Playlist): boolean {
  const { title: _, enabled: __, ...one } = a
  const { title: ___, enabled: ____, ...other } = b
  return isDeepStrictEqual(one, other)
}

/** What was agreed to of a playlist and still holds of its next version. */
export const agreedStill = (before: AgreedPlaylist | undefined, after: Playlist): readonly string[] =>
  before?.document && playsAlike(before.document, after) ? before.agreed : []

/** Also of one that is off: a stage may call for it. */
export function newInPlaylist(
  before: AgreedPlaylist | undefined,
  after: Playlist,
  is: IsRestricted,
): string[] {
  if (before?.document && !after.enabled && playsAlike(before.document, after)) return []
  const agreed = agreedStill(before, after)
  return restrictedIn(after, is).filter((s) => !agreed.includes(s))
}

/** Scenes named anew, and those that what takes the wall now brings more easily or at all. */
export function newInSettings(before: SceneSettings, after: SceneSettings, is: IsRestricted): string[] {
  const named = [
    { scene: after.standing, same: after.standing === before.standing },
    {
      scene: after.alertScene,
      same: after.alertScene === before.alertScene && after.alertTakes === before.alertTakes,
    },
    {
      scene: after.alarmScene,
      same: after.alarmScene === before.alarmScene && after.alarmTakes === before.alarmTakes,
    },
  ]
  return [...new Set(named.flatMap(({ scene, same }) => (!same && is(scene) ? [scene] : [])))]
}
