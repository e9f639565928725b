import { type Static, Type } from 'typebox'
import { TargetView } from './live.ts'

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])

/** One value as read back by a program. Instants are ISO 8601 in UTC; an interval is half-open. */
export const ObservationView = Type.Object({
  indicator: Type.String(),
  unit: Type.String(),
  unitFrom: Type.String(),
  period: orNull(Type.String()),
  validFrom: Type.String(),
  validTo: Type.String(),
  value: Type.Number(),
  measure: Type.String(),
  status: Type.String(),
  entry: Type.String(),
  simulated: Type.Boolean(),
  revision: Type.Integer(),
  recordedAt: Type.String(),
})
export type ObservationView = Static<typeof ObservationView>

/** `next` is handed back as `after` for the rows that follow; null at the end. */
export const ObservationPage = Type.Object({
  observations: Type.Array(ObservationView),
  next: orNull(Type.String()),
})
export type ObservationPage = Static<typeof ObservationPage>

/** Where the figures of a bucket come from: the rows, or a roll-up of them. */
export const SERIES_SOURCES = ['raw', 'minute', 'hour', 'day'] as const

/**
 * A series brought to so many pixels. Instants are ms since 1970. `bucketMs` null: each of `buckets` is one value (its
 * time from `t` to `to`). Nothing in it was recorded after `knownAt`: what is comes over the stream. `first` and `last`:
 * the first and last time that the series has, also outside the range; null when it has none.
 */
export const SeriesView = Type.Object({
  indicator: Type.String(),
  unit: Type.String(),
  unitFrom: Type.String(),
  measure: Type.String(),
  from: Type.Number(),
  to: Type.Number(),
  bucketMs: orNull(Type.Number()),
  knownAt: Type.Number(),
  first: orNull(Type.Number()),
  last: orNull(Type.Number()),
  buckets: Type.Array(
    Type.Object({
      t: Type.Number(),
      to: Type.Number(),
      min: Type.Number(),
      max: Type.Number(),
      last: Type.Number(),
      lastAt: Type.Number(),
      count: Type.Number(),
      source: Type.Enum([...SERIES_SOURCES]),
    }),
  ),
})
export type SeriesView = Static<typeof SeriesView>

export const PROJECTION_METHODS = ['drift', 'damped-trend', 'seasonal', 'share-of-year'] as const
/** NO_VALUES: nothing without a gap; NO_TARGET: none with a deadline ahead; TOO_SHORT: too few values to try a method on. */
export const PROJECTION_IMPOSSIBLE = ['NO_VALUES', 'NO_TARGET', 'TOO_SHORT'] as const

/** Where a value stands at its target's deadline if it goes on as so far. Instants are ms since 1970. */
export const ProjectionView = Type.Object({
  indicator: Type.String(),
  unit: Type.String(),
  unitFrom: Type.String(),
  measure: Type.String(),
  /** The values it rests on: how many, from when to when; of a real-time indicator, means of days. */
  values: Type.Integer(),
  from: orNull(Type.Number()),
  to: orNull(Type.Number()),
  lastValue: orNull(Type.Number()),
  target: orNull(TargetView),
  deadline: orNull(Type.Number()),
  /** Steps of the indicator's period from the last value to the deadline. */
  ahead: orNull(Type.Integer()),
  projection: orNull(
    Type.Object({
      method: Type.Enum([...PROJECTION_METHODS]),
      value: Type.Number(),
      low80: Type.Number(),
      high80: Type.Number(),
      low95: Type.Number(),
      high95: Type.Number(),
      /** Of that method at that distance, each try knowing only what was before it; `mape` in percent. */
      backTest: Type.Object({
        origins: Type.Integer(),
        mae: Type.Number(),
        mape: orNull(Type.Number()),
        rmse: Type.Number(),
      }),
      /** By the 80 % interval. */
      verdict: Type.Enum(['met', 'missed', 'uncertain']),
    }),
  ),
  impossible: orNull(Type.Enum([...PROJECTION_IMPOSSIBLE])),
})
export type ProjectionView = Static<typeof ProjectionView>

/** How long raw readings are kept; `rawDays` null = for ever; `setBy` null = the default. Instants are ms since 1970. */
export const RetentionSettings = Type.Object({
  settings: Type.Array(
    Type.Object({
      indicator: Type.String(),
      rawDays: orNull(Type.Integer()),
      setBy: orNull(Type.String()),
      setAt: orNull(Type.Number()),
    }),
  ),
})
export type RetentionSettings = Static<typeof RetentionSettings>

/** What a run did, or would do, month by month. */
export const RetentionOutcomes = Type.Object({
  months: Type.Array(
    Type.Object({
      month: Type.String(),
      indicators: Type.Array(Type.String()),
      dropped: Type.Integer(),
      kept: Type.Integer(),
      /** Why the month was left as it is. */
      refused: orNull(Type.Enum(['ROLLUPS_INCOMPLETE', 'BUSY'])),
    }),
  ),
})
export type RetentionOutcomes = Static<typeof RetentionOutcomes>
