import { AbilityBuilder, createMongoAbility, type MongoAbility } from '@casl/ability'
import type { Role } from './vocabulary.ts'

export type Action = 'read' | 'manage' | 'create' | 'acknowledge' | 'approve' | 'import'
export type Subject =
  | 'Board'
  | 'Attention'
  | 'Screen'
  | 'Bridge'
  | 'Connection'
  | 'Account'
  | 'Audit'
  | 'File'
  | 'Indicator'
  | 'Check'
  | 'Dispute'
  | 'Quarantine'
  | 'Calendar'
  | 'Entry'
  | 'Directive'
  | 'Scene'
  | 'AlarmRule'
  | 'Duty'
  | 'Exercise'
  | 'all'
export type Ability = MongoAbility<[Action, Subject]>

/** What holds for every unit alike, and is no part's to read or to change: the duty room, its walls, exercises, rules. */
const NATIONAL: Subject[] = [
  ...(['Duty', 'Screen', 'Scene', 'Exercise', 'AlarmRule', 'Check', 'Account', 'Audit', 'Calendar'] as const),
]

/**
 * What a role may do, asked alike by the server's routes and by the pages. `nation`: whether over the whole country;
 * which of its things a part of the country sees is a second question.
 */
export function abilityOf(role: Role | 'screen' | null, nation = true): Ability {
  const { can, cannot, build } = new AbilityBuilder<Ability>(createMongoAbility)
  if (role) can('read', 'Indicator')
  switch (role) {
    case 'administrator':
      can('manage', 'all')
      break
    case 'duty':
      can('read', ['Board', 'Attention', 'Screen', 'Bridge'])
      can('acknowledge', 'Attention')
      can('approve', 'Screen')
      can('create', 'Bridge')
      can('import', 'File')
      can('manage', 'Quarantine')
      can('read', 'Check')
      can('manage', 'Dispute')
      can('manage', 'Directive')
      can('manage', 'Scene')
      can('manage', 'AlarmRule')
      can(['read', 'create', 'acknowledge'], 'Duty')
      can('manage', 'Exercise')
      break
    case 'leader':
      can('read', ['Board', 'Attention', 'Screen', 'Bridge'])
      can('create', 'Bridge')
      can('read', ['Check', 'Dispute', 'AlarmRule'])
      can('approve', 'Dispute')
      can('read', 'Quarantine')
      can('manage', 'Directive')
      can(['read', 'approve'], 'Scene')
      can(['read', 'create'], 'Duty')
      can('manage', 'Exercise')
      break
    case 'agency':
      can('read', ['Board', 'Attention', 'Dispute'])
      can('acknowledge', 'Dispute')
      can('import', 'File')
      can('create', 'Entry')
      can('read', 'Directive')
      can('acknowledge', 'Directive')
      can('manage', 'Quarantine')
      break
    case 'analyst':
      can('read', ['Board', 'Attention', 'Dispute', 'Quarantine', 'Directive', 'Scene', 'Duty'])
      can('manage', ['Check', 'AlarmRule'])
      break
    case 'auditor':
      can('read', [
        'Board',
        'Attention',
        'Screen',
        'Audit',
        'Check',
        'Dispute',
        'Quarantine',
        'Directive',
        'Scene',
        'Duty',
      ])
      can('read', 'AlarmRule')
      can('read', 'Exercise')
      break
  }
  if (!nation) {
    // By which rules its own numbers are judged, a part reads.
    const reads = build().can('read', 'Check')
    cannot('manage', NATIONAL)
    if (reads) can('read', 'Check')
  }
  return build()
}
