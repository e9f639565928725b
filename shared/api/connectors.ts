import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'
import { MappingInput, PreviewView } from './intake.ts'
import { After } from './versions.ts'

/** A header's name; those that steer the transfer itself are ours alone. */
const HeaderName = Type.String({
  pattern:
    '^(?!(?:[Hh]ost|[Cc]onnection|[Cc]ontent-[Ll]ength|[Tt]ransfer-[Ee]ncoding|[Aa]ccept-[Ee]ncoding)$)[A-Za-z0-9!#$%&*+.^_`|~-]{1,100}$',
})
const HeaderValue = Type.String({ minLength: 1, maxLength: 4000, pattern: '^[\\x20-\\x7e]+$' })

const Every = Type.String({
  maxLength: 20,
  description: 'ISO 8601 duration between two looks, at least PT1S, at most P1M',
})
export const FORMATS = ['json', 'ndjson', 'csv', 'xlsx', 'geojson', 'xml', 'px'] as const
const Format = Type.Enum([...FORMATS])
const Host = Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:_-]+$' })
const AllowPrivate = Type.Boolean({
  description: 'Addresses inside this network may be asked, and redirected to',
})
const closed = { additionalProperties: false }

/** How a connection is fetched over HTTP. */
export const PullSettings = Type.Object(
  {
    kind: Type.Literal('http-pull'),
    url: Type.String({ minLength: 8, maxLength: 2000, pattern: '^https?://' }),
    every: Every,
    format: Format,
    headers: Type.Record(HeaderName, HeaderValue, { maxProperties: 20 }),
    /** Headers whose values are kept sealed. */
    secretHeaders: Type.Array(HeaderName, { maxItems: 10 }),
    /** A query parameter whose next value is found in the answer (RFC 6901), as in "/next". */
    cursor: Type.Union([
      Type.Object({
        parameter: Type.String({ minLength: 1, maxLength: 100 }),
        pointer: Type.String({ maxLength: 200, pattern: '^(/.*)?$' }),
      }),
      Type.Null(),
    ]),
    allowPrivate: AllowPrivate,
    connectSeconds: Type.Integer({ minimum: 1, maximum: 60 }),
    totalSeconds: Type.Integer({ minimum: 1, maximum: 600 }),
    mapping: Type.Optional(MappingInput),
  },
  closed,
)
export type PullSettings = Static<typeof PullSettings>

/** A folder of its own that the source puts its files into. */
export const DropSettings = Type.Object(
  {
    kind: Type.Literal('file-drop'),
    every: Every,
    /** How every file is read; null: each by its own ending. */
    format: Type.Union([Format, Type.Null()]),
    /** Files that were dealt with are kept this long beside their answers; what they brought is kept with its message. */
    keepDays: Type.Integer({ minimum: 1, maximum: 3_650 }),
    mapping: Type.Optional(MappingInput),
  },
  closed,
)
export type DropSettings = Static<typeof DropSettings>

/** Topics of somebody else's MQTT broker. */
export const BrokerSettings = Type.Object(
  {
    kind: Type.Literal('mqtt-broker'),
    url: Type.String({ minLength: 8, maxLength: 500, pattern: '^mqtts?://' }),
    /** Stays the same: the broker keeps what comes while we are away under this name. */
    clientId: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }),
    user: Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Null()]),
    topics: Type.Array(Type.String({ minLength: 1, maxLength: 500 }), { minItems: 1, maxItems: 20 }),
    /** The topic of the source's last will, and what it says when the source is gone. */
    offline: Type.Union([
      Type.Object({
        topic: Type.String({ minLength: 1, maxLength: 500, pattern: '^[^#+]+$' }),
        payload: Type.String({ minLength: 1, maxLength: 200 }),
      }),
      Type.Null(),
    ]),
    format: Format,
    allowPrivate: AllowPrivate,
    connectSeconds: Type.Integer({ minimum: 1, maximum: 60 }),
    mapping: Type.Optional(MappingInput),
  },
  closed,
)
export type BrokerSettings = Static<typeof BrokerSettings>

export const DIALECTS = ['postgresql', 'mysql'] as const
/** A query of a database; its rows are read as a table. */
export const SqlSettings = Type.Object(
  {
    kind: Type.Literal('sql'),
    /** Absent: PostgreSQL. `mysql` is MariaDB's too. */
    dialect: Type.Optional(Type.Enum([...DIALECTS])),
    host: Host,
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    database: Type.String({ minLength: 1, maxLength: 63 }),
    user: Type.String({ minLength: 1, maxLength: 63 }),
    tls: Type.Enum(['verify', 'require', 'off']),
    /** One SELECT; `$1` is the watermark, where there is one. */
    query: Type.String({ minLength: 8, maxLength: 10_000 }),
    /** A column of the result that only grows: what was read last is asked for again from there. */
    watermark: Type.Union([
      Type.Object({
        column: Type.String({ minLength: 1, maxLength: 63 }),
        start: Type.String({ minLength: 1, maxLength: 64 }),
      }),
      Type.Null(),
    ]),
    every: Every,
    statementSeconds: Type.Integer({ minimum: 1, maximum: 600 }),
    rowsLimit: Type.Integer({ minimum: 1, maximum: 100_000 }),
    allowPrivate: AllowPrivate,
    mapping: Type.Optional(MappingInput),
  },
  closed,
)
export type SqlSettings = Static<typeof SqlSettings>

export type ConnectorSettings = PullSettings | DropSettings | BrokerSettings | SqlSettings
/** What a connection of each connector is told; others are sent to and need nothing. */
export const SETTINGS = {
  'http-pull': PullSettings,
  'file-drop': DropSettings,
  'mqtt-broker': BrokerSettings,
  sql: SqlSettings,
} as const
export type SettingsKind = keyof typeof SETTINGS
export const isSettingsKind = (text: string): text is SettingsKind => Object.hasOwn(SETTINGS, text)
/** Which of them it is, the server looks up by `kind` and checks by its own schema. */
const AnySettings = Type.Unsafe<ConnectorSettings>(
  Type.Object({ kind: Type.Enum(Object.keys(SETTINGS)) }, { additionalProperties: true }),
)

/** New settings, with the values of those secrets that change. */
export const SettingsInput = Type.Object({
  settings: AnySettings,
  secrets: Type.Record(HeaderName, HeaderValue, { maxProperties: 10 }),
})
export type SettingsInput = Static<typeof SettingsInput>
/** The next version, on the one that was read. */
export const SettingsSave = Type.Object({ ...SettingsInput.properties, after: After })
export type SettingsSave = Static<typeof SettingsSave>

const Instant = Type.Union([Type.Number(), Type.Null()])
export const HealthView = Type.Object({
  state: Type.Enum(['unset', 'disabled', 'closed', 'waiting', 'working', 'failing']),
  lastContactAt: Instant,
  lastDeliveryAt: Instant,
  nextAt: Instant,
  /** Failures one after the other, up to now. */
  failures: Type.Integer(),
  lastError: Type.Union([
    Type.Object({
      code: Type.String(),
      message: Words,
      detail: Type.Record(Type.String(), Type.Unknown()),
      at: Type.Number(),
    }),
    Type.Null(),
  ]),
})
export type HealthView = Static<typeof HealthView>

export const SettingsView = Type.Object({
  /** Null = none yet. Secrets are never in it. */
  current: Type.Union([Type.Object({ version: Type.Integer(), settings: AnySettings }), Type.Null()]),
  /** Names of secrets that have a value, and since when. */
  secrets: Type.Array(Type.Object({ name: Type.String(), setAt: Type.Number() })),
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      settings: AnySettings,
      createdAt: Type.Number(),
      createdBy: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  health: HealthView,
})
export type SettingsView = Static<typeof SettingsView>

/** What one look brought and how it would be read; nothing of it is written. */
export const TrialView = Type.Object({
  bytes: Type.Integer(),
  milliseconds: Type.Integer(),
  /** Of a source that is fetched over HTTP. */
  http: Type.Union([
    Type.Object({
      status: Type.Integer(),
      url: Type.String(),
      contentType: Type.String(),
      etag: Type.Boolean(),
      cursor: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** Of a database: whether the role could write, which it should not. */
  sql: Type.Union([
    Type.Object({
      rows: Type.Integer(),
      mayWrite: Type.Boolean(),
      watermark: Type.Union([Type.String(), Type.Null()]),
    }),
    Type.Null(),
  ]),
  /** The file or topic it came from. */
  from: Type.Union([Type.String(), Type.Null()]),
  start: Type.String({ description: 'The first 2,000 characters' }),
  preview: PreviewView,
})
export type TrialView = Static<typeof TrialView>

/** What lies in a connection's folder, and what became of the last files. Times in ms. */
export const DropView = Type.Object({
  /** On the server, where the source writes; told to administrators alone. */
  folder: Type.Union([Type.String(), Type.Null()]),
  waiting: Type.Integer({ description: 'Counted up to 10,000' }),
  refused: Type.Array(
    Type.Object({
      file: Type.String(),
      at: Type.Number(),
      code: Type.String(),
      message: Words,
      detail: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})
export type DropView = Static<typeof DropView>
