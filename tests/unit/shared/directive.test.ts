import { describe, expect, it } from 'vitest'
import { mayAct, publishedState, type StepKind, stateAfter, watch } from '../../../shared/directive.ts'

const steps = (...kinds: StepKind[]) => kinds.map((kind) => ({ kind }))

describe('the life of a directive', () => {
  it.each([
    [[], 'draft'],
    [['drafted', 'issue', 'read', 'answer'], 'issued'],
    [['issue', 'accept', 'report', 'watched', 'overdue'], 'accepted'],
    [['issue', 'accept', 'complete', 'return'], 'accepted'],
    [['issue', 'accept', 'complete', 'close'], 'closed'],
    [['issue', 'withdraw'], 'withdrawn'],
  ] as [StepKind[], string][])('after %j is %s', (kinds, state) => {
    expect(stateAfter(steps(...kinds))).toBe(state)
  })
  it('lets more time be granted only where it was asked for, and asked for once', () => {
    expect(mayAct('grant', steps('issue', 'accept'))).toBe(false)
    expect(mayAct('grant', steps('issue', 'accept', 'ask', 'report'))).toBe(true)
    expect(mayAct('ask', steps('issue', 'ask'))).toBe(false)
    expect(mayAct('ask', steps('issue', 'ask', 'deny'))).toBe(true)
    expect(mayAct('ask', steps('issue', 'accept', 'complete'))).toBe(false)
  })
  it('counts as done when it was reported done, and drafts not at all', () => {
    expect(publishedState('draft', { due: 10, doneAt: null }, 20)).toBeNull()
    expect(publishedState('withdrawn', { due: 10, doneAt: null }, 20)).toBeNull()
    expect(publishedState('closed', { due: 10, doneAt: 10 }, 20)).toBe('doneOnTime')
    expect(publishedState('closed', { due: 10, doneAt: 11 }, 20)).toBe('doneLate')
    expect(publishedState('completed', { due: 10, doneAt: null }, 11)).toBe('openOverdue')
    expect(publishedState('issued', { due: 10, doneAt: null }, 10)).toBe('openInTime')
  })
})

describe('its number', () => {
  const target = { comparator: '>=' as const, value: 200, valueHigh: null }
  const life = { from: 0, due: 1_000, first: 100 }
  it.each([
    ['on the straight way', target, life, { value: 150, at: 500 }, 'onCourse'],
    ['a little behind it', target, life, { value: 146, at: 500 }, 'onCourse'],
    ['behind it', target, life, { value: 140, at: 500 }, 'slipping'],
    ['moving away', target, life, { value: 90, at: 100 }, 'slipping'],
    ['not newer than the directive', target, life, { value: 100, at: -50 }, 'onCourse'],
    ['there', target, life, { value: 200, at: 100 }, 'met'],
    [
      'exactly there where it has to be above',
      { ...target, comparator: '>' as const },
      life,
      { value: 200, at: 900 },
      'onCourse',
    ],
    [
      'down to an upper bound',
      { ...target, comparator: '<=' as const, value: 40 },
      life,
      { value: 70, at: 500 },
      'onCourse',
    ],
    [
      'into a range from above',
      { comparator: 'range' as const, value: 10, valueHigh: 20 },
      life,
      { value: 80, at: 500 },
      'slipping',
    ],
    [
      'fallen back from a target that held',
      { ...target, value: 90 },
      life,
      { value: 80, at: 100 },
      'slipping',
    ],
    ['without a first value', target, { ...life, first: null }, { value: 150, at: 500 }, 'unknown'],
    ['not there yet', target, life, null, 'unknown'],
  ] as const)('%s', (_, aim, of, known, state) => {
    expect(watch(aim, of, known, 600).state).toBe(state)
  })
  it('is missed once the deadline is over, unless it is there', () => {
    expect(watch(target, life, { value: 199, at: 900 }, 1_001).state).toBe('missed')
    expect(watch(target, life, null, 1_001).state).toBe('missed')
    expect(watch(target, life, { value: 201, at: 900 }, 1_001).state).toBe('met')
  })
})
