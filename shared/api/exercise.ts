import { type Static, Type } from 'typebox'
import { Words } from './catalogue.ts'

const closed = { additionalProperties: false }
export const ScenarioId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })
const Minute = Type.Number({ minimum: 0, maximum: 1440, description: 'Minutes of the scenario' })
const Text = Type.Object(
  { vi: Type.String({ minLength: 1, maxLength: 1000 }), en: Type.String({ minLength: 1, maxLength: 1000 }) },
  closed,
)
const ConnectionId = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,39}$' })
const named = { id: ScenarioId, at: Minute }

export const ScenarioConnection = Type.Object(
  {
    id: ConnectionId,
    agency: Type.String({ minLength: 1, maxLength: 20 }),
    name: Text,
    kind: Type.Enum(['numbers', 'alerts']),
    /** Seconds of the real clock between messages, of grace, and until a value counts as too old. */
    everySeconds: Type.Integer({ minimum: 1, maximum: 3600 }),
    graceSeconds: Type.Integer({ minimum: 0, maximum: 3600 }),
    expirySeconds: Type.Integer({ minimum: 1, maximum: 86_400 }),
  },
  closed,
)
/** Values of one series along the scenario's time: straight between its points, the last one stays. */
export const CurveInject = Type.Object(
  {
    ...named,
    kind: Type.Literal('curve'),
    connection: ConnectionId,
    indicator: Type.String({ minLength: 1, maxLength: 20 }),
    unit: Type.String({ minLength: 1, maxLength: 20 }),
    points: Type.Array(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), {
      minItems: 1,
      maxItems: 500,
    }),
  },
  closed,
)
/** A connection says nothing until then. */
export const SilenceInject = Type.Object(
  { ...named, kind: Type.Literal('silence'), connection: ConnectionId, until: Minute },
  closed,
)
export const AlertInject = Type.Object(
  {
    ...named,
    kind: Type.Literal('alert'),
    connection: ConnectionId,
    type: Type.Enum(['Alert', 'Update', 'Cancel']),
    /** The inject it updates or calls off. */
    of: Type.Optional(ScenarioId),
    severity: Type.Enum(['Extreme', 'Severe', 'Moderate', 'Minor']),
    event: Text,
    headline: Text,
    instruction: Text,
    areas: Type.String({ minLength: 1, maxLength: 500 }),
    hours: Type.Number({ exclusiveMinimum: 0, maximum: 72 }),
  },
  closed,
)
/** Told to somebody by word: a telephone call, a report. Whoever holds the position takes it, or has the role. */
export const MessageInject = Type.Object(
  {
    ...named,
    kind: Type.Literal('message'),
    from: Text,
    to: Text,
    text: Text,
    position: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' })),
    role: Type.Optional(Type.Enum(['leader', 'duty'])),
  },
  closed,
)
export type MessageInject = Static<typeof MessageInject>
export const INJECTS = {
  curve: CurveInject,
  silence: SilenceInject,
  alert: AlertInject,
  message: MessageInject,
} as const
export const Inject = Type.Union([CurveInject, SilenceInject, AlertInject, MessageInject])
/** What somebody should have done so many minutes after an inject; known by the acts that the record names. */
export const Expected = Type.Object(
  {
    id: ScenarioId,
    text: Text,
    position: Text,
    after: ScenarioId,
    within: Type.Number({ exclusiveMinimum: 0, maximum: 1440 }),
    acts: Type.Array(Type.String({ pattern: '^[a-z-]+\\.[a-z.-]*$' }), { minItems: 1, maxItems: 20 }),
    /** What the act must be about, when that matters: the beginning of its subject. */
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  },
  closed,
)
export const Scenario = Type.Object(
  {
    format: Type.Literal('trong-dong/scenario/1'),
    title: Text,
    description: Text,
    minutes: Type.Number({ exclusiveMinimum: 0, maximum: 1440 }),
    /** Indicators whose newest real values are the picture at the start. */
    picture: Type.Array(Type.String({ minLength: 1, maxLength: 20 }), { maxItems: 300 }),
    connections: Type.Array(ScenarioConnection, { minItems: 1, maxItems: 60 }),
    injects: Type.Array(Inject, { minItems: 1, maxItems: 500 }),
    expected: Type.Array(Expected, { maxItems: 100 }),
  },
  closed,
)
export type Scenario = Static<typeof Scenario>
export type Inject = Static<typeof Inject>
export type AlertInject = Static<typeof AlertInject>
export type CurveInject = Static<typeof CurveInject>
export type ScenarioConnection = Static<typeof ScenarioConnection>
export type Expected = Static<typeof Expected>

/** One thing wrong in a scenario file: where (injects[3].at, and the place in the text, from 1) and what. */
export const Fault = Type.Object({
  path: Type.String(),
  line: Type.Integer(),
  column: Type.Integer(),
  message: Words,
})
export type Fault = Static<typeof Fault>

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
export const SPEEDS = [1, 2, 5, 10] as const
/** How far a scenario has come. `minute` is of the scenario; `total` counts the injects that come once. */
export const RunState = Type.Object({
  minute: Type.Number(),
  minutes: Type.Number(),
  speed: Type.Number(),
  running: Type.Boolean(),
  ended: Type.Boolean(),
  done: Type.Array(Type.String()),
})
export type RunState = Static<typeof RunState>
export const END_REASONS = ['finished', 'stopped', 'lost', 'server-stopped', 'failed'] as const
export type EndReason = (typeof END_REASONS)[number]
export const Reached = Type.Object({ port: Type.Integer(), url: nullable(Type.String()) })
export const ExerciseView = Type.Object({
  id: Type.String(),
  title: Words,
  startedAt: Type.Number(),
  startedBy: Type.String(),
  endedAt: nullable(Type.Number()),
  endReason: nullable(Type.Enum([...END_REASONS])),
  keptUntil: nullable(Type.Number()),
  /** Where it can be entered; null while its world is closed. */
  open: nullable(Reached),
  state: nullable(RunState),
  injects: Type.Array(
    Type.Object({ id: Type.String(), at: Type.Number(), kind: Type.String(), text: Words }),
  ),
})
export type ExerciseView = Static<typeof ExerciseView>
export const ScenarioSummary = Type.Object({
  name: Type.String(),
  title: Words,
  description: Words,
  minutes: Type.Number(),
  injects: Type.Integer(),
  expected: Type.Integer(),
})
export type ScenarioSummary = Static<typeof ScenarioSummary>
export const ExercisesView = Type.Object({
  rules: Type.Object({
    /** Whose holders alone lead exercises; empty: by role. `mine`: whether the reader is one of them. */
    positions: Type.Array(Words),
    mine: Type.Boolean(),
    /** Whom an exercise may reach outside itself; empty: nobody. */
    reach: Type.Array(Type.String()),
  }),
  scenarios: Type.Array(ScenarioSummary),
  exercises: Type.Array(ExerciseView),
})
export type ExercisesView = Static<typeof ExercisesView>
export const RunningView = Type.Object({
  running: nullable(Type.Object({ id: Type.String(), title: Words, startedAt: Type.Number(), at: Reached })),
})
export type RunningView = Static<typeof RunningView>
export const ScenarioText = Type.Object({ text: Type.String({ minLength: 1, maxLength: 1_000_000 }) }, closed)
export const ScenarioChecked = Type.Object({
  summary: nullable(ScenarioSummary),
  faults: Type.Array(Fault),
})
export type ScenarioChecked = Static<typeof ScenarioChecked>
/** A delivered scenario by its name, or one's own text. */
export const NewExercise = Type.Object(
  {
    scenario: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000_000 })),
  },
  closed,
)
export const ScenarioName = Type.Object({ name: Type.String({ pattern: '^[a-z0-9-]{1,80}$' }) })
export const ExerciseParams = Type.Object({ id: Type.String({ maxLength: 40 }) })
export const Steer = Type.Object(
  {
    do: Type.Enum(['pause', 'resume', 'speed', 'inject', 'end']),
    speed: Type.Optional(Type.Enum([...SPEEDS])),
    inject: Type.Optional(ScenarioId),
  },
  closed,
)
export type Steer = Static<typeof Steer>

export const JUDGED = ['waiting', 'open', 'met', 'late', 'missed'] as const
export const ReviewView = Type.Object({
  title: Words,
  description: Words,
  state: RunState,
  startedAt: Type.Number(),
  endedAt: nullable(Type.Number()),
  /** In the order of time. `minute` is of the scenario. */
  line: Type.Array(
    Type.Object({
      at: Type.Number(),
      minute: Type.Number(),
      side: Type.Enum(['scenario', 'people']),
      kind: Type.String(),
      inject: nullable(Type.String()),
      text: Words,
      who: nullable(Type.String()),
      subject: nullable(Type.String()),
      /** Whether what the scenario sent was taken; null where nothing was sent. */
      taken: nullable(Type.Boolean()),
    }),
  ),
  expected: Type.Array(
    Type.Object({
      id: Type.String(),
      text: Words,
      position: Words,
      state: Type.Enum([...JUDGED]),
      injectMinute: nullable(Type.Number()),
      dueMinute: nullable(Type.Number()),
      doneMinute: nullable(Type.Number()),
      doneAt: nullable(Type.Number()),
      by: nullable(Type.String()),
    }),
  ),
  messages: Type.Array(
    Type.Object({
      inject: Type.String(),
      at: Type.Number(),
      from: Words,
      to: Words,
      text: Words,
      acknowledgedBy: nullable(Type.String()),
      acknowledgedAt: nullable(Type.Number()),
    }),
  ),
})
export type ReviewView = Static<typeof ReviewView>
/** What the bar inside an exercise says: that it is over, or what was told to the reader and nobody has taken yet. */
export const ToldView = Type.Object({
  ended: Type.Boolean(),
  endedAt: nullable(Type.Number()),
  messages: Type.Array(
    Type.Object({ inject: Type.String(), at: Type.Number(), from: Words, to: Words, text: Words }),
  ),
})
export type ToldView = Static<typeof ToldView>
export const InjectParams = Type.Object({ inject: ScenarioId })
