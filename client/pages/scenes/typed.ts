// What typed texts mean in the fields of a scene.

export type Range = { least: number; most: number /** Only whole ones. */; whole?: boolean }

/** The number, once it is within its range; null while it is on the way there. */
export function numberIn(text: string, { least, most, whole = true }: Range): number | null {
  const n = text.trim() ? Number(text) : Number.NaN
  return n >= least && n <= most && (!whole || Number.isInteger(n)) ? n : null
}

/** The nearest number of the range; null for what is none at all. */
export function nearestIn(text: string, { least, most, whole = true }: Range): number | null {
  const n = text.trim() ? Number(text) : Number.NaN
  if (!Number.isFinite(n)) return null
  return Math.min(most, Math.max(least, whole ? Math.round(n) : n))
}

/** Codes with commas between them; one that is still to be typed after a comma is none yet. */
export const codesIn = (text: string): string[] =>
  text
    .split(',')
    .map((x) => x.trim())
    .filter(Boolean)
