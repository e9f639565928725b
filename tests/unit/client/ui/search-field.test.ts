import { expect, test } from 'vitest'
import { seen } from '../../../../client/ui/fields/SearchField.tsx'

test('what comes back of one’s own words leaves what was typed since', () => {
  const typed = { text: 'điện lực', seen: '', told: ['đi', 'điện'] }
  expect(seen(typed, 'đi')).toEqual({ text: 'điện lực', seen: 'đi', told: ['điện'] })
  expect(seen(typed, 'điện')).toEqual({ text: 'điện lực', seen: 'điện', told: [] })
})

test('what another part of the page sets stands in the field', () => {
  expect(seen({ text: 'điện', seen: 'điện', told: [] }, '')).toEqual({ text: '', seen: '', told: [] })
})
