import { fold, holdsWords } from '../../shared/fold.ts'

/** How well a thing answers: 0 the code itself, 1 a code or name that begins so, 2 a word that does, 3 holds all words; null does not. */
export function rankOf(code: string, names: readonly string[], asked: string): number | null {
  const q = fold(asked)
  const foldedCode = fold(code)
  if (foldedCode === q) return 0
  const folded = names.map(fold)
  if (foldedCode.startsWith(q) || folded.some((n) => n.startsWith(q))) return 1
  if (folded.some((n) => n.split(' ').some((w) => w.startsWith(q)))) return 2
  // Words may stand apart, in any order, one of them in the code.
  return holdsWords([foldedCode, ...folded].join(' '), asked) ? 3 : null
}

/** The best answers, at most so many; equal ones by name. */
export function best<T>(
  things: Iterable<T>,
  of: (thing: T) => { code: string; names: readonly string[] },
  asked: string,
  most: number,
): T[] {
  const found: { thing: T; rank: number; name: string }[] = []
  for (const thing of things) {
    const { code, names } = of(thing)
    const rank = rankOf(code, names, asked)
    if (rank !== null) found.push({ thing, rank, name: names[0] ?? code })
  }
  found.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
  return found.slice(0, most).map((f) => f.thing)
}
