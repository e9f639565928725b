import { describe, expect, it } from 'vitest'
import { dueSteps } from '../../../server/directives/reminders.ts'
import type { Directive, Step } from '../../../server/directives/store.ts'
import type { StepKind } from '../../../shared/directive.ts'

const DAY = 86_400_000
const DUE = 100 * DAY
const RULES = { before: [3, 1], after: [1, 3, 7] }
const step = (kind: StepKind, at: number, detail: Record<string, unknown> = {}): Step => ({
  ...{ n: 0, kind, at, by: null, byUnit: null, files: [], note: null, detail },
})
const directive = (steps: Step[], due = DUE, version = 1): Directive => ({
  ...{ id: 1, batch: '', addresseeId: 1, session: null, document: null, snapshotId: null, snapshotAt: null },
  ...{
    indicatorId: null,
    unitId: null,
    simulated: false,
    createdAt: 0,
    createdBy: '',
    giverUnitId: 1,
    steps,
  },
  versions: [
    {
      ...{ version, edition: version, text: 'Việc', due, priority: 'normal', comparator: null },
      ...{ target: null, targetHigh: null, holdDays: 0, origin: null, at: 0, by: '' },
    },
  ],
})
const issued = step('issue', 80 * DAY)

/** Looks at each time as the watcher does, and keeps what it writes. */
function over(times: number[], steps = [issued], due = DUE, version = 1) {
  const d = directive([...steps], due, version)
  return times.map((at) => {
    const found = dueSteps(d, at, RULES)
    d.steps.push(...found.map((s) => step(s.kind, at, s.detail)))
    return found.map((s) => [s.kind, s.detail.days, s.detail.to].filter((x) => x !== undefined).join(' '))
  })
}

describe('the steps of a deadline', () => {
  it('come each at its time and once, however often it is looked at', () => {
    const at = (days: number) => DUE + days * DAY
    expect(
      over([at(-4), at(-3), at(-2), at(-1), at(-1), at(0) + 1, at(1), at(1), at(3), at(7), at(90)]),
    ).toEqual(
      [[], ['reminded 3'], [], ['reminded 1'], [], ['overdue'], ['escalated 1 duty'], []].concat([
        ['escalated 3 leader'],
        ['escalated 7 leader'],
        [],
      ]),
    )
  })

  it('that fell due while nobody looked are told by the last of them', () => {
    expect(over([DUE + 5 * DAY, DUE + 5 * DAY + 1])).toEqual([['overdue', 'escalated 3 leader'], []])
    expect(over([DUE - DAY / 2])).toEqual([['reminded 1']])
  })

  it('do not come for what was given too late for them, is a draft, done or withdrawn', () => {
    expect(over([DUE - DAY / 2], [step('issue', DUE - DAY)])).toEqual([[]])
    expect(over([DUE + 9 * DAY], [])).toEqual([[]])
    const later = (kind: StepKind) =>
      over([DUE + 9 * DAY], [issued, step('accept', 81 * DAY), step(kind, 82 * DAY)])
    expect([later('complete'), later('close'), later('withdraw')]).toEqual([[[]], [[]], [[]]])
  })

  it('begin anew with a deadline that was put off', () => {
    const told = [
      issued,
      step('overdue', DUE, { version: 1 }),
      step('escalated', DUE, { version: 1, days: 1 }),
    ]
    expect(over([DUE + 9 * DAY, DUE + 11 * DAY], told, DUE + 10 * DAY, 2)).toEqual([
      ['reminded 1'],
      ['overdue', 'escalated 1 duty'],
    ])
  })
})
