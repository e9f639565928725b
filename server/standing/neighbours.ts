import { readFileSync } from 'node:fs'
import type { CatalogueSnapshot, Unit } from '../catalogue/index.ts'

type Codes = Record<string, string[] | undefined>
/** Built by scripts/geo/borders.ts from the boundaries: by code, of the provinces before and since 2025-07-01. */
const BORDERS: { '63': Codes; '34': Codes } = JSON.parse(
  readFileSync(new URL('./data/borders.json', import.meta.url), 'utf8'),
)
const MERGED_ON = '2025-07-01'

/** The provinces that share a border with it on that day; none for any other unit. */
export function neighboursOf(now: CatalogueSnapshot, unit: Unit, day: string): Unit[] {
  if (unit.kind !== 'province') return []
  const codes = BORDERS[day < MERGED_ON ? '63' : '34'][unit.code] ?? []
  return codes.flatMap((code) => now.unitOn(code, day) ?? [])
}
