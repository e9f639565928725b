import { readCatalogueFiles } from './catalogue.ts'

/** Codes of reservoirs that exist for a measurement only. */
export const reservoirs = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `HO-B${String(i).padStart(4, '0')}`)

/** The shipped catalogue's files with that many reservoirs more, all EVN's. */
export async function withReservoirs(count: number): Promise<Map<string, string>> {
  const files = await readCatalogueFiles()
  const add = (file: string, lines: string[]) =>
    files.set(file, `${(files.get(file) ?? '').trimEnd()}\n${lines.join('\n')}\n`)
  const codes = reservoirs(count)
  add(
    'units.csv',
    codes.map((c) => `${c},reservoir,2012-12-31,,,,`),
  )
  add(
    'unit_names.csv',
    codes.map((c, i) => `${c},2012-12-31,2012-12-31,Hồ đo ${i},Reservoir ${i},ho_thuy_dien`),
  )
  add(
    'unit_parents.csv',
    codes.map((c) => `${c},2012-12-31,EVN,2010-01-01,2012-12-31,`),
  )
  return files
}
