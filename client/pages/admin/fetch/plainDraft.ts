// The forms of the connectors that need plain fields only: a file drop, somebody else's broker, a database.
import type {
  BrokerSettings,
  ConnectorSettings,
  DropSettings,
  SettingsInput,
  SqlSettings,
} from '../../../../shared/api/connectors.ts'
import { DIALECTS, FORMATS } from '../../../../shared/api/connectors.ts'
import { parseDuration } from '../../../../shared/period.ts'

export type PlainKind = 'file-drop' | 'mqtt-broker' | 'sql'
export type Field = {
  name: string
  type: 'text' | 'number' | 'area' | 'check' | 'select'
  options?: readonly string[]
  /** May be left empty. */
  free?: true
  /** Takes the whole width. */
  wide?: true
}
export type PlainDraft = {
  kind: PlainKind
  values: Record<string, string>
  password: string
  /** Kept as it is: it is made by reading a file. */
  mapping: ConnectorSettings['mapping']
}

const YES = 'true'
export const FIELDS: Record<PlainKind, readonly Field[]> = {
  'file-drop': [
    { name: 'every', type: 'text' },
    { name: 'format', type: 'select', options: ['', ...FORMATS], free: true },
    { name: 'keepDays', type: 'number' },
  ],
  'mqtt-broker': [
    { name: 'url', type: 'text', wide: true },
    { name: 'clientId', type: 'text' },
    { name: 'user', type: 'text', free: true },
    { name: 'format', type: 'select', options: FORMATS },
    { name: 'topics', type: 'area', wide: true },
    { name: 'offlineTopic', type: 'text', free: true },
    { name: 'offlinePayload', type: 'text', free: true },
    { name: 'connectSeconds', type: 'number' },
    { name: 'allowPrivate', type: 'check', free: true },
  ],
  sql: [
    { name: 'dialect', type: 'select', options: DIALECTS },
    { name: 'host', type: 'text' },
    { name: 'port', type: 'number' },
    { name: 'database', type: 'text' },
    { name: 'user', type: 'text' },
    { name: 'tls', type: 'select', options: ['verify', 'require', 'off'] },
    { name: 'every', type: 'text' },
    { name: 'query', type: 'area', wide: true },
    { name: 'column', type: 'text', free: true },
    { name: 'start', type: 'text', free: true },
    { name: 'statementSeconds', type: 'number' },
    { name: 'rowsLimit', type: 'number' },
    { name: 'allowPrivate', type: 'check', free: true },
  ],
}
/** Where a database of each kind listens when nobody said otherwise. */
const PORTS: Record<string, string> = { postgresql: '5432', mysql: '3306' }
const FIRST_DIALECT = { dialect: 'postgresql', port: '5432' }
const NEW: Record<PlainKind, Record<string, string>> = {
  'file-drop': { every: 'PT5S', format: '', keepDays: '30' },
  'mqtt-broker': { url: '', clientId: '', user: '', format: 'json', topics: '', connectSeconds: '10' },
  sql: { ...FIRST_DIALECT, tls: 'verify', every: 'PT15M', statementSeconds: '60', rowsLimit: '10000' },
}
const MOST: Record<string, number> = {
  ...{ keepDays: 3_650, connectSeconds: 60, port: 65_535, statementSeconds: 600, rowsLimit: 100_000 },
}

/** `id`: the connection's, from which the broker's client name is made. */
export const newPlain = (kind: PlainKind, id: string): PlainDraft => ({
  kind,
  values: { ...NEW[kind], ...(kind === 'mqtt-broker' ? { clientId: `trong-dong-${id}` } : {}) },
  password: '',
  mapping: undefined,
})

/** The password comes back without its value. */
export function plainOf(s: DropSettings | BrokerSettings | SqlSettings): PlainDraft {
  const { kind, mapping, ...rest } = s
  const flat = Object.entries(rest).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' ? [] : [[name, String(value)]],
  )
  const values: Record<string, string> = Object.fromEntries(flat)
  if (s.kind === 'mqtt-broker') {
    values.topics = s.topics.join('\n')
    values.offlineTopic = s.offline?.topic ?? ''
    values.offlinePayload = s.offline?.payload ?? ''
  }
  if (s.kind === 'sql') {
    values.dialect = s.dialect ?? FIRST_DIALECT.dialect
    values.column = s.watermark?.column ?? ''
    values.start = s.watermark?.start ?? ''
  }
  return { kind, values, password: '', mapping }
}

const of = ({ values }: PlainDraft, name: string) => (values[name] ?? '').trim()
export const isOn = (draft: PlainDraft, name: string) => of(draft, name) === YES
export const needsPassword = (draft: PlainDraft) =>
  draft.kind === 'sql' || (draft.kind === 'mqtt-broker' && of(draft, 'user') !== '')
/** A choice, and what follows from it: another kind of database listens elsewhere, unless a port of its own was typed. */
export function chosen(draft: PlainDraft, name: string, value: string): PlainDraft {
  const usual = name === 'dialect' && of(draft, 'port') === PORTS[of(draft, 'dialect')]
  const values = { ...draft.values, [name]: value }
  return { ...draft, values: usual ? { ...values, port: PORTS[value] ?? '' } : values }
}
const topicsOf = (draft: PlainDraft) =>
  of(draft, 'topics')
    .split('\n')
    .map((t) => t.trim())
    .filter(Boolean)

/** Names of the fields that cannot be sent as they stand. */
export function wrongPlain(draft: PlainDraft): string[] {
  const wrong = FIELDS[draft.kind].flatMap(({ name, type, free }) => {
    const value = of(draft, name)
    if (value === '') return free ? [] : [name]
    const most = MOST[name]
    const fits = /^\d{1,6}$/.test(value) && Number(value) >= 1 && Number(value) <= (most ?? 0)
    return type === 'number' && !fits ? [name] : []
  })
  const pairs: [string, string][] = [
    ['offlineTopic', 'offlinePayload'],
    ['column', 'start'],
  ]
  for (const [a, b] of pairs)
    if ((of(draft, a) === '') !== (of(draft, b) === '')) wrong.push(of(draft, a) ? b : a)
  if ('every' in draft.values && !parseDuration(of(draft, 'every'))) wrong.push('every')
  if (draft.kind === 'mqtt-broker' && !/^mqtts?:\/\/[^/\s]+/.test(of(draft, 'url'))) wrong.push('url')
  return wrong
}

/** A password left empty stays as it is stored. */
export function plainInput(draft: PlainDraft): SettingsInput {
  const text = (name: string) => of(draft, name)
  const number = (name: string) => Number(of(draft, name))
  const mapping = draft.mapping ? { mapping: draft.mapping } : {}
  const format = FORMATS.find((f) => f === text('format'))
  const secrets: Record<string, string> =
    needsPassword(draft) && draft.password ? { password: draft.password } : {}
  if (draft.kind === 'file-drop')
    return {
      settings: {
        ...{ kind: draft.kind, every: text('every'), format: format ?? null, keepDays: number('keepDays') },
        ...mapping,
      },
      secrets,
    }
  if (draft.kind === 'mqtt-broker') {
    const offline = text('offlineTopic')
      ? { topic: text('offlineTopic'), payload: text('offlinePayload') }
      : null
    return {
      settings: {
        ...{ kind: draft.kind, url: text('url'), clientId: text('clientId'), user: text('user') || null },
        ...{ topics: topicsOf(draft), offline, format: format ?? 'json' },
        ...{ allowPrivate: isOn(draft, 'allowPrivate'), connectSeconds: number('connectSeconds') },
        ...mapping,
      },
      secrets,
    }
  }
  const dialect = DIALECTS.find((d) => d === text('dialect')) ?? 'postgresql'
  const tls = (['verify', 'require', 'off'] as const).find((t) => t === text('tls')) ?? 'verify'
  return {
    settings: {
      ...{ kind: draft.kind, dialect, host: text('host'), port: number('port'), database: text('database') },
      ...{ user: text('user'), tls, query: text('query'), every: text('every') },
      watermark: text('column') ? { column: text('column'), start: text('start') } : null,
      ...{ statementSeconds: number('statementSeconds'), rowsLimit: number('rowsLimit') },
      ...{ allowPrivate: isOn(draft, 'allowPrivate') },
      ...mapping,
    },
    secrets,
  }
}
