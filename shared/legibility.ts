// Rules of legibility, checked while a scene is drawn.
import type { Scene } from './scene.ts'
import { boxOf, keyNumbers, lettersOf } from './scene-space.ts'
import type { Language } from './vocabulary.ts'

/** The room: how tall the wall is and how far off the last seat (m); `aspect` is the wall's width / height. */
export type Room = { heightMetres: number; distanceMetres: number; aspect: number }
export type Finding = {
  rule: 'value-letter' | 'name-letter' | 'key-numbers' | 'cut' | 'outside' | 'wide-place'
  page: number
  part: string | null
  /** What was found and what is needed, in units of the rule: design units of letter height, numbers, or characters. */
  found: number
  needed: number
  /** Of text that is cut: in which language. */
  language?: Language
}

const MINUTE = Math.PI / 180 / 60
/** Height of a letter (in units) that is seen under so many minutes of arc from the last seat. */
export const letterFor = (room: Room, minutes: number): number =>
  ((2 * room.distanceMetres * Math.tan((minutes * MINUTE) / 2)) / room.heightMetres) * 1080

/** Letters of a value at least 12 minutes of arc, of a name at least half of that; 20 minutes read comfortably. */
export const LEAST_ARC = 12
export const COMFORT_ARC = 20
const NAME_ARC = 6
const LETTER = 0.74
export const MOST_KEY_NUMBERS = 8

export function legibility(scene: Scene, room: Room): Finding[] {
  const value = letterFor(room, LEAST_ARC)
  const name = letterFor(room, NAME_ARC)
  return scene.pages.flatMap((page, n) => {
    const found: Finding[] = []
    const count = keyNumbers(page)
    if (count > MOST_KEY_NUMBERS)
      found.push({ rule: 'key-numbers', page: n, part: null, found: count, needed: MOST_KEY_NUMBERS })
    const wide = room.aspect >= 2.4 && !page.parts.some((p) => p.wide)
    if (wide && page.parts.every((p) => p.kind !== 'sections'))
      found.push({ rule: 'wide-place', page: n, part: null, found: 0, needed: page.parts.length })
    for (const p of page.parts) {
      const letters = lettersOf(p, boxOf(p, scene.grid, room.aspect))
      // Clock, counts and lines of the frame are read close; the rule is for what the scene is about.
      if (['heading', 'coverage', 'connections', 'clock', 'event'].includes(p.kind)) continue
      const tall = (letters.value ?? 0) * LETTER
      if (letters.value !== null && !['table', 'ranking'].includes(p.kind) && tall < value - 0.5)
        found.push({ rule: 'value-letter', page: n, part: p.id, found: tall, needed: value })
      if (letters.name * LETTER < name - 0.5)
        found.push({ rule: 'name-letter', page: n, part: p.id, found: letters.name * LETTER, needed: name })
    }
    return found
  })
}
