import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import { conditionText } from '../../../../../client/pages/scenes/asked.ts'
import { asTarget } from '../../../../../client/pages/scenes/TargetSelect.tsx'

const { default: scenes } = await import('../../../../../client/i18n/vi/scenes.json')
const { default: alerts } = await import('../../../../../client/i18n/vi/alerts.json')
const words = createInstance()
await words.init({ lng: 'vi', resources: { vi: { scenes, alerts } } })
const own = { t: words.getFixedT('vi', ['scenes', 'alerts', 'alarms']), language: 'vi' as const }

test('a condition is told with its level, and its number as the language writes it', () => {
  expect(conditionText(own, { kind: 'alert', severity: 'Severe' })).toBe(
    `${scenes.condition.alert} ${alerts.severity.Severe}`,
  )
  expect(conditionText(own, { kind: 'stage', from: 3 })).toBe(`${scenes.condition.stage} 3`)
  const value = { kind: 'value' as const, indicator: 'KTN-02', comparator: '>' as const, value: 1_234.5 }
  expect(conditionText(own, { ...value, unit: '*' })).toBe('KTN-02, bất kỳ đơn vị nào > 1.234,5')
  expect(conditionText(own, { ...value, unit: 'VN' })).toBe('KTN-02, VN > 1.234,5')
})

test('a target that was kept with an act is read back, and nothing else is taken for one', () => {
  const targets = [
    { kind: 'all' as const },
    { kind: 'group' as const, name: 'Phòng A' },
    { kind: 'wall' as const, id: 2 },
  ]
  expect(targets.map(asTarget)).toEqual(targets)
  for (const kept of [null, 'all', {}, { kind: 'wall' }, { kind: 'group', id: 1 }, { kind: 'room', id: 1 }])
    expect(asTarget(kept)).toBeNull()
})
