import { readCatalogueFiles } from '../page/catalogue.ts'

const VALID = '2012-12-31'
const number = (prefix: string, count: number, digits: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(digits, '0')}`)

/** Codes of measuring stations and of what they measure, for a measurement only. */
export const stations = (count: number): string[] => number('TRAM-', count, 5)
export const indicators = (count: number): string[] => number('DO-', count, 3)

/** The shipped catalogue's files and so many real-time indicators of so many stations more, all EVN's, in one section. */
export async function withStations(
  indicatorCount: number,
  stationCount: number,
): Promise<Map<string, string>> {
  const files = await readCatalogueFiles()
  const add = (file: string, lines: string[]) =>
    files.set(file, `${(files.get(file) ?? '').trimEnd()}\n${lines.join('\n')}\n`)
  const codes = stations(stationCount)
  add(
    'units.csv',
    codes.map((c) => `${c},station,${VALID},,,,`),
  )
  add(
    'unit_names.csv',
    codes.map((c, i) => `${c},${VALID},${VALID},Trạm đo ${i},Station ${i},tram_thuy_van`),
  )
  add(
    'unit_parents.csv',
    codes.map((c) => `${c},${VALID},EVN,2010-01-01,${VALID},`),
  )
  add(
    'indicators.csv',
    indicators(indicatorCount).map(
      (c, i) =>
        `${c},7,Số đo ${i},Measurement ${i},Số đo ${i},Measurement ${i},m3/s,realtime,station,EVN,band,none,,calendar,2,inference,false`,
    ),
  )
  return files
}
