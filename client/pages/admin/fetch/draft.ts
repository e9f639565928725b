// What an administrator types about any connector, and what the server takes of it.
import type { ConnectorSettings, SettingsInput, SettingsKind } from '../../../../shared/api/connectors.ts'
import { newPlain, type PlainDraft, plainInput, plainOf, wrongPlain } from './plainDraft.ts'
import { draftOf, NEW_PULL, type PullDraft, settingsInput, wrongFields } from './pullDraft.ts'

export type Draft = { kind: 'http-pull'; pull: PullDraft } | PlainDraft

export const newDraft = (kind: SettingsKind, id: string): Draft =>
  kind === 'http-pull' ? { kind, pull: NEW_PULL } : newPlain(kind, id)
export const toDraft = (s: ConnectorSettings): Draft =>
  s.kind === 'http-pull' ? { kind: s.kind, pull: draftOf(s) } : plainOf(s)
export const isReady = (d: Draft): boolean =>
  (d.kind === 'http-pull' ? wrongFields(d.pull) : wrongPlain(d)).length === 0
export const inputOf = (d: Draft): SettingsInput =>
  d.kind === 'http-pull' ? settingsInput(d.pull) : plainInput(d)

/** The same settings read by another mapping; undefined = as it is recognised. */
export const withMapping = (d: Draft, mapping: ConnectorSettings['mapping']): Draft =>
  d.kind === 'http-pull' ? { ...d, pull: { ...d.pull, mapping } } : { ...d, mapping }
export const mappingOf = (d: Draft): ConnectorSettings['mapping'] =>
  d.kind === 'http-pull' ? d.pull.mapping : d.mapping

/** Where a version of the settings looks, in few words. */
export function placeOf(s: ConnectorSettings): string {
  switch (s.kind) {
    case 'http-pull':
      return `${s.url}, ${s.every}`
    case 'mqtt-broker':
      return `${s.url}, ${s.topics.join(' ')}`
    case 'sql':
      return `${s.host}:${s.port}/${s.database}, ${s.every}`
    case 'file-drop':
      return `${s.format ?? '*'}, ${s.every}`
  }
}
