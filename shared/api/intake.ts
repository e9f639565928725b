import { type Static, Type } from 'typebox'
import { CONNECTORS } from '../vocabulary.ts'
import { Words } from './catalogue.ts'

const nullable = <
  T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Number> | ReturnType<typeof Type.Integer>,
>(
  t: T,
) => Type.Union([t, Type.Null()])
const Detail = Type.Record(Type.String(), Type.Unknown())

export const RefusalView = Type.Object({
  row: Type.Integer({ description: 'Counted from 1 in the message' }),
  code: Type.String(),
  field: nullable(Type.String()),
  message: Words,
  detail: Detail,
})
export const AnswerView = Type.Object({
  message: Type.String(),
  sha256: Type.String(),
  accepted: Type.Integer(),
  unchanged: Type.Integer(),
  refused: Type.Integer(),
  rows: Type.Array(RefusalView),
  repeated: Type.Boolean({ description: 'This message had been answered before; nothing was written' }),
})
export type RefusalView = Static<typeof RefusalView>
export type AnswerView = Static<typeof AnswerView>

export const HoursView = Type.Array(
  Type.Object({
    days: Type.Array(Type.Integer({ minimum: 0, maximum: 6 })),
    from: Type.String({ pattern: '^\\d{2}:\\d{2}$' }),
    to: Type.String({ pattern: '^\\d{2}:\\d{2}$' }),
    /** Not on public holidays either. */
    holidays: Type.Optional(Type.Literal('closed')),
  }),
)
const DeadlineView = Type.Object(
  {
    days: Type.Integer({ minimum: 0, maximum: 366, description: 'After the last day of the period' }),
    working: Type.Boolean({
      description: 'Counted in working days; otherwise a day off moves it to the next working day',
    }),
    at: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'Time of day in Viet Nam' }),
  },
  { additionalProperties: false },
)
/** By whom a number is about; a tier without one has that of the next one above. */
export const DeadlinesView = Type.Object(
  {
    commune: Type.Optional(DeadlineView),
    province: Type.Optional(DeadlineView),
    central: Type.Optional(DeadlineView),
  },
  { additionalProperties: false, minProperties: 1 },
)
export const TimesView = Type.Object({
  period: Type.String({ description: 'ISO 8601 duration between messages: PT1S, P1D, P1M' }),
  graceSeconds: Type.Integer({ minimum: 0 }),
  expirySeconds: Type.Integer({ minimum: 1 }),
  hours: Type.Union([HoursView, Type.Null()]),
  /** When named periods are to be in; null = as soon as the next has ended, and the grace. */
  deadlines: Type.Optional(Type.Union([DeadlinesView, Type.Null()])),
})
export const ContractSeriesView = Type.Object({
  indicator: Type.String(),
  units: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Literal('*')])),
  measure: Type.Optional(Type.String()),
  min: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
})
/** Whom to call about a source; told to administrators, the duty officer and the agency itself. */
export const ContactView = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 200 }),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
  email: Type.Optional(Type.String({ maxLength: 200 })),
})
const seconds = Type.Integer({ minimum: 0, maximum: 366 * 86_400 })
/** After how many seconds of silence the agency, then the duty officer is told, and a call or a directive proposed. */
export const EscalationView = Type.Object(
  { owner: seconds, duty: seconds, propose: seconds },
  { additionalProperties: false },
)
const Terms = {
  contact: Type.Union([ContactView, Type.Null()]),
  legalBasis: nullable(Type.String()),
  escalation: Type.Union([EscalationView, Type.Null()]),
  twoPersons: Type.Boolean(),
}
export const ContractInput = Type.Object({
  times: TimesView,
  series: Type.Array(ContractSeriesView),
  note: Type.Optional(Type.String({ maxLength: 1000 })),
  contact: Type.Optional(ContactView),
  legalBasis: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  escalation: Type.Optional(EscalationView),
  /** What is typed by hand needs a second person's word. */
  twoPersons: Type.Optional(Type.Boolean()),
})
export const ConnectorName = Type.Enum([...CONNECTORS])
export const NewConnectionInput = Type.Object({
  id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$' })),
  agencyCode: Type.String(),
  name: Words,
  connector: ConnectorName,
  simulated: Type.Boolean({ default: false }),
  contract: ContractInput,
})
export const MaintenanceInput = Type.Object({
  maintenance: Type.Union([
    Type.Object({ from: Type.Integer(), to: Type.Integer(), reason: Type.String({ maxLength: 500 }) }),
    Type.Null(),
  ]),
})
export const ConnectionView = Type.Object({
  id: Type.String(),
  agency: Type.Object({ code: Type.String(), name: Words }),
  name: Words,
  connector: Type.String(),
  simulated: Type.Boolean(),
  enabled: Type.Boolean(),
  maintenance: Type.Union([
    Type.Object({ from: Type.Number(), to: Type.Number(), reason: Type.String() }),
    Type.Null(),
  ]),
  keySetAt: nullable(Type.Number()),
  createdAt: Type.Number(),
  contract: Type.Object({
    version: Type.Integer(),
    times: TimesView,
    series: Type.Array(ContractSeriesView),
    note: nullable(Type.String()),
    ...Terms,
  }),
})
export type ConnectionView = Static<typeof ConnectionView>
export const ContractView = Type.Object({
  version: Type.Integer(),
  times: TimesView,
  series: Type.Array(ContractSeriesView),
  note: nullable(Type.String()),
  ...Terms,
  /** Every version, newest first. Times in ms. */
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      times: TimesView,
      series: Type.Array(ContractSeriesView),
      note: nullable(Type.String()),
      ...Terms,
      createdAt: Type.Number(),
      createdBy: nullable(Type.String()),
    }),
  ),
})
export type ContractView = Static<typeof ContractView>
/** A message without its body. Times in ms since 1970. */
export const MessageView = Type.Object({
  id: Type.String(),
  connectionId: Type.String(),
  contractVersion: Type.Integer(),
  settingsVersion: Type.Optional(nullable(Type.Integer())),
  receivedAt: Type.Number(),
  committedAt: Type.Number(),
  sha256: Type.String(),
  contentType: Type.String(),
  decoder: Type.String(),
  entry: Type.String(),
  fileName: nullable(Type.String()),
  sentBy: nullable(Type.String()),
  bytes: Type.Integer(),
  accepted: Type.Integer(),
  unchanged: Type.Integer(),
  refused: Type.Integer(),
})
export type MessageView = Static<typeof MessageView>
export const MessageRecordView = Type.Intersect([
  MessageView,
  Type.Object({
    idempotencyKey: nullable(Type.String()),
    decoderVersion: Type.String(),
    mapping: Type.Unknown(),
    answer: AnswerView,
    recomputed: Type.String({
      description: 'SHA-256 worked out again from the stored bytes at this reading',
    }),
    intact: Type.Boolean(),
  }),
])
export type MessageRecordView = Static<typeof MessageRecordView>
export const QuarantineView = Type.Object({
  id: Type.String(),
  message: Type.String(),
  row: Type.Integer(),
  code: Type.String(),
  reason: Words,
  field: nullable(Type.String()),
  content: Type.String({ description: 'The row as sent' }),
  detail: Detail,
  recordedAt: Type.Number(),
})
export type QuarantineView = Static<typeof QuarantineView>
export const KeyView = Type.Object({ id: Type.String(), key: Type.String({ description: 'Shown once' }) })

/** How a table's columns or a cube's dimensions are read. */
export const NewIndicatorInput = Type.Object({
  code: Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$' }),
  name: Words,
  section: Type.Integer(),
  measure: Type.String({ minLength: 1, maxLength: 40 }),
  period: Type.Enum(['daily', 'weekly', 'monthly', 'quarterly', 'yearly']),
  level: Type.String(),
  aggregation: Type.Enum(['sum', 'wmean', 'none']),
  direction: Type.Optional(Type.Enum(['higher', 'lower', 'band'])),
  decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
  weightCode: Type.Optional(Type.String()),
  source: Type.String({ minLength: 1, maxLength: 500 }),
})
export const ItemChoice = Type.Union([
  Type.Object({ indicator: Type.String(), measure: Type.Optional(Type.String()) }),
  Type.Object({ create: NewIndicatorInput }),
  Type.Null(),
])
export const MappingInput = Type.Object({
  unit: Type.Union([Type.Object({ dimension: Type.String() }), Type.Object({ code: Type.String() })]),
  time: Type.Union([Type.Object({ dimension: Type.String() }), Type.Object({ period: Type.String() })]),
  /** Each column or combination of the other dimensions; null = left out. */
  items: Type.Record(Type.String(), ItemChoice),
  /** Names of units that were not found, or found wrongly: their code; null = left out. */
  units: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  status: Type.Optional(Type.Enum(['provisional', 'official', 'revised', 'estimated'])),
  source: Type.Optional(Type.String({ maxLength: 500 })),
})
export type MappingInput = Static<typeof MappingInput>
export type ItemChoice = Static<typeof ItemChoice>
export type NewIndicatorInput = Static<typeof NewIndicatorInput>

export const PreviewView = Type.Object({
  file: Type.Object({ name: Type.String(), bytes: Type.Integer(), sha256: Type.String() }),
  connection: Type.String(),
  format: Type.String(),
  title: nullable(Type.String()),
  source: nullable(Type.String()),
  /** Null: the rows name their indicator and unit themselves. */
  mapping: Type.Union([MappingInput, Type.Null()]),
  dimensions: Type.Array(
    Type.Object({
      id: Type.String(),
      label: Type.String(),
      size: Type.Integer(),
      role: Type.String({ description: 'unit, time, item or ignored' }),
      sample: Type.Array(Type.String()),
    }),
  ),
  items: Type.Array(
    Type.Object({
      item: Type.String(),
      indicator: nullable(Type.String()),
      decided: Type.Boolean(),
      measureHint: nullable(Type.String()),
      cells: Type.Integer(),
    }),
  ),
  units: Type.Array(
    Type.Object({
      label: Type.String(),
      code: nullable(Type.String()),
      kind: nullable(Type.String()),
      name: Type.Union([Words, Type.Null()]),
      cells: Type.Integer(),
    }),
  ),
  periods: Type.Object({
    kind: nullable(Type.String()),
    first: nullable(Type.String()),
    last: nullable(Type.String()),
    count: Type.Integer(),
    unreadable: Type.Array(Type.String()),
  }),
  cells: Type.Integer(),
  empty: Type.Integer(),
  accepted: Type.Integer(),
  refused: Type.Integer(),
  refusals: Type.Array(RefusalView),
  sample: Type.Array(
    Type.Object({
      indicator: Type.String(),
      unit: Type.String(),
      period: Type.String(),
      value: Type.Number(),
    }),
  ),
})
export type PreviewView = Static<typeof PreviewView>
