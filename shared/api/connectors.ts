import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'
import { MappingInput, PreviewView } from './intake.ts'

/** A header's name; those that steer the transfer itself are ours alone. */
const HeaderName = Type.String({
  pattern:
    '^(?!(?:[Hh]ost|[Cc]onnection|[Cc]ontent-[Ll]ength|[Tt]ransfer-[Ee]ncoding|[Aa]ccept-[Ee]ncoding)$)[A-Za-z0-9!#$%&*+.^_`|~-]{1,100}$',
})
const HeaderValue = Type.String({ minLength: 1, maxLength: 4000, pattern: '^[\\x20-\\x7e]+$' })

/** How a connection is fetched over HTTP. */
export const PullSettings = Type.Object(
  {
    url: Type.String({ minLength: 8, maxLength: 2000, pattern: '^https?://' }),
    every: Type.String({
      maxLength: 20,
      description: 'ISO 8601 duration between two looks, at least PT5S, at most P1M',
    }),
    format: Type.Enum(['json', 'ndjson', 'csv', 'xlsx', 'geojson', 'xml', 'px']),
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
    allowPrivate: Type.Boolean({
      description: 'Addresses inside this network may be asked, and redirected to',
    }),
    connectSeconds: Type.Integer({ minimum: 1, maximum: 60 }),
    totalSeconds: Type.Integer({ minimum: 1, maximum: 600 }),
    mapping: Type.Optional(MappingInput),
  },
  { additionalProperties: false },
)
export type PullSettings = Static<typeof PullSettings>

/** New settings, with the values of those secrets that change. */
export const SettingsInput = Type.Object({
  settings: PullSettings,
  secrets: Type.Record(HeaderName, HeaderValue, { maxProperties: 10 }),
})
export type SettingsInput = Static<typeof SettingsInput>

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
  current: Type.Union([Type.Object({ version: Type.Integer(), settings: PullSettings }), Type.Null()]),
  /** Names of secrets that have a value, and since when. */
  secrets: Type.Array(Type.Object({ name: Type.String(), setAt: Type.Number() })),
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      settings: PullSettings,
      createdAt: Type.Number(),
      createdBy: Type.Union([Type.String(), Type.Null()]),
    }),
  ),
  health: HealthView,
})
export type SettingsView = Static<typeof SettingsView>

/** What one fetch brought and how it would be read; nothing of it is written. */
export const TrialView = Type.Object({
  http: Type.Object({
    status: Type.Integer(),
    url: Type.String(),
    contentType: Type.String(),
    bytes: Type.Integer(),
    milliseconds: Type.Integer(),
    etag: Type.Boolean(),
    cursor: Type.Union([Type.String(), Type.Null()]),
  }),
  start: Type.String({ description: 'The first 2,000 characters' }),
  preview: PreviewView,
})
export type TrialView = Static<typeof TrialView>
