// Which world this page came from: its server wrote it into the page itself, before anything of it runs.
import type { World } from '../../shared/world.ts'

function read({ world, exercise, exerciseTitle }: DOMStringMap): World | null {
  if (world === 'real') return { kind: 'real' }
  if (world === 'exercise' && exercise)
    return { kind: 'exercise', id: exercise, title: titleOf(exerciseTitle) }
  return null
}
function titleOf(written = ''): { vi: string; en: string } {
  const { vi, en }: Record<string, unknown> = written ? JSON.parse(written) : {}
  return { vi: String(vi ?? ''), en: String(en ?? '') }
}

const known = read(document.documentElement.dataset)

/** Null when nobody said: then nothing may be shown. */
export const pageWorld = (): World | null => known
