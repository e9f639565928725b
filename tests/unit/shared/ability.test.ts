import { describe, expect, it } from 'vitest'
import { type Action, abilityOf, type Subject } from '../../../shared/ability.ts'
import { ROLES } from '../../../shared/vocabulary.ts'

const who = (action: Action, subject: Subject) =>
  [...ROLES, 'screen' as const].filter((r) => abilityOf(r).can(action, subject))

describe('what a role may do', () => {
  it('gives nobody anything', () => {
    expect(abilityOf(null).can('read', 'Indicator')).toBe(false)
    expect(abilityOf(null).can('manage', 'all')).toBe(false)
  })
  it.each([
    ['manage', 'Account', ['administrator']],
    ['manage', 'Connection', ['administrator']],
    ['read', 'Audit', ['administrator', 'auditor']],
    ['acknowledge', 'Attention', ['administrator', 'duty']],
    ['read', 'Screen', ['administrator', 'leader', 'duty', 'auditor']],
    ['approve', 'Screen', ['administrator', 'duty']],
    ['create', 'Bridge', ['administrator', 'leader', 'duty']],
    ['import', 'File', ['administrator', 'duty', 'agency']],
  ] satisfies [Action, Subject, string[]][])('%s %s: %j', (action, subject, roles) => {
    expect(who(action, subject)).toEqual(roles)
  })
  it('keeps what is the nation’s from one of its parts, whatever the role', () => {
    const national = [
      'Duty',
      'Screen',
      'Scene',
      'Exercise',
      'AlarmRule',
      'Account',
      'Audit',
      'Calendar',
    ] as const
    for (const role of ROLES)
      for (const subject of national)
        expect([role, subject, abilityOf(role, false).can('read', subject)]).toEqual([role, subject, false])
    const duty = abilityOf('duty', false)
    expect(
      duty.can('read', 'Board') && duty.can('acknowledge', 'Attention') && duty.can('read', 'Check'),
    ).toBe(true)
    expect(abilityOf('analyst', false).can('manage', 'Check')).toBe(false)
    expect(abilityOf('agency', false).can('read', 'Check')).toBe(false)
  })
  it('lets everyone who is known read the catalogue', () => {
    expect(who('read', 'Indicator')).toEqual([...ROLES, 'screen'])
  })
})
