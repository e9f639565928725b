// Which world this page came from: its server wrote it into the page itself, before anything of it runs.
import type { World } from '../../shared/world.ts'

function read({ world, exercise, exerciseTitle }: DOMStringMap): World | null {
  if (world === 'real') return { kind: 'real' }
  if (world === 'exercise' && exercise) return { kind: 'exercise', id: exercise, title: exerciseTitle ?? '' }
  return null
}

const known = read(document.documentElement.dataset)

/** Null when nobody said: then nothing may be shown. */
export const pageWorld = (): World | null => known
