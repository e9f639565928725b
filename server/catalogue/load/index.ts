import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type LoadedIndicators, loadIndicators } from './indicators.ts'
import { type Problem, Problems } from './problem.ts'
import { type LoadedUnits, loadUnits } from './units.ts'

export type { Problem, ProblemCode } from './problem.ts'
export { keyOf, type UnitKey } from './units.ts'
export type LoadedCatalogue = LoadedUnits & LoadedIndicators

export const FILES = [
  'sections.csv',
  'units.csv',
  'unit_names.csv',
  'unit_parents.csv',
  'succession.csv',
  'measures.csv',
  'indicators.csv',
  'targets.csv',
] as const

/** Text of each file that is there. A file that is not there is a problem of the parse, not an error here. */
export async function readCatalogueDir(dir: string): Promise<Map<string, string>> {
  const texts = await Promise.all(
    FILES.map(async (file) => [file, await readFile(join(dir, file), 'utf8').catch(() => null)] as const),
  )
  return new Map(texts.flatMap(([file, text]) => (text === null ? [] : [[file, text] as const])))
}

/** Pure: the files' texts in, the whole catalogue out, or every problem with its file, line and column. */
export function parseCatalogue(
  files: ReadonlyMap<string, string>,
): { catalogue: LoadedCatalogue } | { problems: Problem[] } {
  const problems = new Problems()
  const units = loadUnits(files, problems)
  const indicators = loadIndicators(files, units, problems)
  return problems.list.length ? { problems: problems.list } : { catalogue: { ...units, ...indicators } }
}
