// The words both sides agree on. Glossary: docs/ARCHITECTURE.md.
export const FRESHNESS = ['never', 'fresh', 'due', 'late', 'stale'] as const
export type Freshness = (typeof FRESHNESS)[number]

export const STATUSES = ['provisional', 'official', 'revised', 'estimated'] as const
export type Status = (typeof STATUSES)[number]

/** How a value came in: sent by a machine, read from a file, typed by hand. */
export const ENTRIES = ['machine', 'file', 'hand'] as const
export type Entry = (typeof ENTRIES)[number]

/** Marks that stand beside freshness; one bit each in a frame's flags column. */
export const FLAG = {
  provisional: 1,
  estimated: 2,
  revised: 4,
  disputed: 8,
  hand: 16,
  file: 32,
  computed: 64,
  simulated: 128,
  /** A weighted mean that lacks its weights: there is no value to show, and this says why. */
  weightMissing: 256,
  /** Computed from fewer parts than its unit has. */
  partial: 512,
  /** It took the place of another value of the same time that had been shown. */
  corrected: 1024,
} as const
export type Flag = keyof typeof FLAG

export const CONNECTION_STATES = [
  'lost',
  'late',
  'refusing',
  'due',
  'maintenance',
  'outside',
  'never',
  'disabled',
  'up',
] as const
/** Sorted as a duty officer reads the board: what wants a person first. */
export type ConnectionState = (typeof CONNECTION_STATES)[number]

export const ROLES = ['administrator', 'leader', 'duty', 'agency', 'analyst', 'auditor'] as const
export type Role = (typeof ROLES)[number]

export const PERIODS = ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const
export type IndicatorPeriod = (typeof PERIODS)[number]

export const UNIT_KINDS = [
  'nation',
  'region',
  'province',
  'commune',
  'ministry',
  'agency',
  'corporation',
  'portal',
  'committee',
  'association',
  'station',
  'reservoir',
] as const
export type UnitKind = (typeof UNIT_KINDS)[number]

export type Direction = 'higher' | 'lower' | 'band'
export type Aggregation = 'sum' | 'wmean' | 'none'
export type Comparator = '<' | '<=' | '>' | '>=' | '=' | 'range'
/** How a connection's data comes in. */
export const CONNECTORS = [
  'http-push',
  'http-pull',
  'mqtt',
  'mqtt-broker',
  'file-drop',
  'sql',
  'file',
  'hand',
  'cap',
] as const
export type Connector = (typeof CONNECTORS)[number]
export type PointState = 'invited' | 'ringing' | 'testing' | 'joined' | 'weak' | 'lost' | 'left'
export type Language = 'vi' | 'en'

/** The zone of every date a person reads and of every period. */
export const TIME_ZONE = 'Asia/Ho_Chi_Minh'
/** Viet Nam keeps UTC+7 all year since 1975; older instants do not occur in the data. */
export const ZONE_OFFSET_MS = 7 * 3600_000

/** The published national set; coverage is counted against it. A setting of the server may replace it. */
export const NATIONAL_SET_SIZE = 200
