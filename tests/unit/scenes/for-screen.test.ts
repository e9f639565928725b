import { expect, test } from 'vitest'
import { forScreen } from '../../../server/scenes/for-screen.ts'
import type { SceneShown } from '../../../shared/live.ts'

const shown = (kind: SceneShown['why']['kind']): SceneShown => ({
  ...{ no: 1, scene: 'alarms', version: 1, page: null, held: false, turn: null, at: 0, since: 0, step: 0 },
  ...{ until: null, yields: false },
  document: {
    ...{ format: 'trong-dong-scene/1', key: 'alarms', restricted: false },
    ...{ title: { vi: 'Báo động', en: 'Alarms' }, grid: { columns: 24, rows: 24 }, pages: [] },
  },
  why: { kind, name: { vi: 'Dự trữ dưới 12 tỷ', en: 'Reserves below 12' }, by: null, since: 0 },
})

test('the page of a screen is told what took it by the name of the scene, not by the alarm’s words', () => {
  const told = forScreen(shown('takeover'))
  expect(told.why).toEqual({ ...shown('takeover').why, name: { vi: 'Báo động', en: 'Alarms' } })
  expect(JSON.stringify(told)).not.toContain('Dự trữ')
})

test('all else it is told as it is', () => {
  expect(forScreen(shown('playlist'))).toEqual(shown('playlist'))
})
