import { expect, it } from 'vitest'
import { type StageStep, stageAfter, stageFault } from '../../../shared/stage.ts'

const step = (kind: StageStep['kind'], no: number, item: string | null = null): StageStep => ({
  ...{ kind, no, item, at: no * 10, by: 'Lan', cause: 'mưa lớn' },
})

it('the last change is in force, with a checklist of its own', () => {
  const steps = [
    step('changed', 2),
    step('ticked', 2, 'inform'),
    step('changed', 3),
    step('ticked', 3, 'bridge'),
  ]
  const now = stageAfter(steps)
  expect([now.no, now.cause, [...now.ticked.keys()]]).toEqual([3, 'mưa lớn', ['bridge']])
  expect(stageAfter([...steps, step('unticked', 3, 'bridge')]).ticked.size).toBe(0)
  expect(stageAfter([...steps, step('changed', 3), step('ticked', 2, 'inform')]).ticked.size).toBe(0)
  expect(stageAfter([]).no).toBe(1)
})

it('is changed by those allowed and to another one', () => {
  expect(stageFault(1, 4, true)).toBeNull()
  expect(stageFault(4, 1, true)).toBeNull()
  expect(stageFault(2, 2, true)).toBe('STAGE_SAME')
  expect(stageFault(1, 2, false)).toBe('STAGE_RIGHT')
})
