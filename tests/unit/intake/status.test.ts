import { expect, it } from 'vitest'
import { fileRows } from '../../../server/intake/files/rows.ts'
import type { FlatCell } from '../../../server/intake/files/shape.ts'
import { UnitNames } from '../../../server/intake/files/units.ts'
import { smallCatalogue } from '../../fixtures/intake/catalogue.ts'

const now = smallCatalogue()
const statusOf = (status: string | null, time = '2025-Q1', of?: 'revised') => {
  const cell: FlatCell = { row: 1, unit: 'VN', time, item: 'GDP', value: 6.5, status }
  const mapping = {
    unit: { dimension: 'unit' },
    time: { dimension: 'time' },
    items: { GDP: { indicator: 'GDP' } },
    ...(of ? { status: of } : {}),
  }
  return fileRows([cell], mapping, (code) => now.indicator(code), new UnitNames(now)).rows[0]?.fields?.status
}

it.each([
  ['official', [null, '', 'A', 'B', 'D', 'N', 'bd']],
  ['estimated', ['E', 'F', 'f', 'I', 'be', 'EP']],
  ['provisional', ['P', 'V', 'U', 'G', 'bp', 'X', 'preliminary', '__proto__']],
  ['revised', ['R', 'br']],
])('a figure is %s by the codes %j of its statistics', (wanted, codes) => {
  for (const code of codes) expect([code, statusOf(code)]).toEqual([code, wanted])
})

it('without a word against it a figure has the status of its import, unless its period says preliminary', () => {
  expect(statusOf('A', '2025-Q1', 'revised')).toBe('revised')
  expect(statusOf('F', '2025-Q1', 'revised')).toBe('estimated')
  expect(statusOf('A', 'Sơ bộ 2024')).toBe('provisional')
})
