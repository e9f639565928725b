import { Type } from 'typebox'
import { FRESHNESS, STATUSES, UNIT_KINDS } from '../vocabulary.ts'
import { CheckOfNumber } from './checks.ts'

const Words = Type.Object({ vi: Type.String(), en: Type.String() })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) =>
  Type.Union([type, Type.Null()])
const Part = { supplied: Type.Integer(), fresh: Type.Integer(), catalogue: Type.Integer() }

/** How much of the national set is supplied: at least one accepted value that has not expired. */
export const CoverageView = Type.Object({
  nationalSet: Type.Integer(),
  supplied: Type.Integer(),
  fresh: Type.Integer(),
  /** Codes of the supplied indicators. */
  indicators: Type.Array(Type.String()),
  sections: Type.Array(Type.Object({ section: Type.Integer(), ...Part })),
  owners: Type.Array(Type.Object({ owner: Type.String(), ...Part })),
})
export type CoverageView = Type.Static<typeof CoverageView>

export const CountsView = Type.Object({
  supplied: Type.Integer(),
  nationalSet: Type.Integer(),
  connectionsUp: Type.Integer(),
  connectionsAgreed: Type.Integer(),
  realtimeUp: Type.Integer(),
  simulated: Type.Boolean(),
})

export const TargetView = Type.Object({
  comparator: Type.Enum(['<', '<=', '>', '>=', '=', 'range']),
  value: Type.Number(),
  valueHigh: orNull(Type.Number()),
  period: Type.String(),
  source: Type.String(),
  simulated: Type.Boolean(),
})

/** One unit's value of an indicator. Instants are ms since 1970. */
export const StandingView = Type.Object({
  unit: Type.String(),
  unitFrom: Type.String(),
  kind: Type.Enum([...UNIT_KINDS]),
  name: Words,
  value: orNull(Type.Number()),
  period: orNull(Type.String()),
  validFrom: orNull(Type.Number()),
  validTo: orNull(Type.Number()),
  recordedAt: orNull(Type.Number()),
  status: orNull(Type.Enum([...STATUSES])),
  simulated: Type.Boolean(),
  computed: Type.Boolean(),
  weightMissing: Type.Boolean(),
  parts: Type.Integer(),
  partsOf: Type.Integer(),
  freshness: Type.Enum([...FRESHNESS]),
  revision: Type.Integer(),
  /** The bits of FLAG: what is said of the number beside its age. */
  flags: Type.Integer(),
  /** Beside a number that is provisional or estimated: the newest that its source stands by. */
  approved: orNull(
    Type.Object({
      value: Type.Number(),
      period: orNull(Type.String()),
      validFrom: Type.Number(),
      validTo: Type.Number(),
      recordedAt: Type.Number(),
    }),
  ),
  rank: orNull(Type.Integer()),
  before: orNull(Type.Object({ value: Type.Number(), period: orNull(Type.String()) })),
  lastYear: orNull(Type.Object({ value: Type.Number(), period: orNull(Type.String()) })),
  target: orNull(TargetView),
})
export type StandingView = Type.Static<typeof StandingView>
export const SummaryView = Type.Object({
  day: Type.String(),
  nation: orNull(StandingView),
  units: Type.Array(StandingView),
  sources: Type.Array(
    Type.Object({
      connection: Type.String(),
      name: Words,
      agency: Words,
      series: Type.Integer(),
      lastMessageAt: orNull(Type.Number()),
    }),
  ),
})

/** Where a number came from, down to the message and its hash worked out again. */
export const LineageView = Type.Object({
  indicator: Type.Object({
    code: Type.String(),
    name: Words,
    measure: Type.String(),
    symbol: Words,
    decimals: Type.Integer(),
    basis: Type.String(),
  }),
  unit: Type.Object({ code: Type.String(), from: Type.String(), name: Words }),
  value: orNull(Type.Number()),
  period: orNull(Type.String()),
  validFrom: orNull(Type.Number()),
  validTo: orNull(Type.Number()),
  status: orNull(Type.String()),
  entry: orNull(Type.String()),
  simulated: Type.Boolean(),
  freshness: Type.Object({ state: Type.Enum([...FRESHNESS]), since: Type.Number() }),
  /** Of a computed value: how, and from which parts. */
  computed: orNull(
    Type.Object({
      method: Type.Enum(['sum', 'wmean']),
      weight: orNull(Type.String()),
      weightMissing: Type.Boolean(),
      parts: Type.Integer(),
      partsOf: Type.Integer(),
      units: Type.Array(
        Type.Object({
          unit: Type.String(),
          unitFrom: Type.String(),
          name: Words,
          value: orNull(Type.Number()),
          weight: orNull(Type.Number()),
        }),
      ),
    }),
  ),
  connection: orNull(
    Type.Object({
      id: Type.String(),
      name: Words,
      agency: Words,
      connector: Type.String(),
      state: orNull(Type.String()),
    }),
  ),
  message: orNull(
    Type.Object({
      id: Type.String(),
      row: Type.Integer(),
      sha256: Type.String(),
      /** Worked out again from the stored bytes just now. */
      recomputed: Type.String(),
      intact: Type.Boolean(),
      bytes: Type.Integer(),
      contentType: Type.String(),
      decoder: Type.String(),
      contractVersion: Type.Integer(),
      fileName: orNull(Type.String()),
      /** What the file itself names as its source. */
      source: orNull(Type.String()),
      sentBy: orNull(Type.String()),
      receivedAt: Type.Number(),
      committedAt: Type.Number(),
      accepted: Type.Integer(),
      unchanged: Type.Integer(),
      refused: Type.Integer(),
      /** The rows around the number's own, as read again just now; only its own for who may not see the others. */
      excerpt: orNull(
        Type.Object({
          rows: Type.Integer(),
          lines: Type.Array(
            Type.Object({
              row: Type.Integer(),
              text: Type.String(),
              /** Where the value stands in the text. */
              mark: orNull(Type.Tuple([Type.Integer(), Type.Integer()])),
            }),
          ),
        }),
      ),
    }),
  ),
  /** Where the value stands now; `first`: when the first frame left with it, ms, if that is still known. */
  shown: orNull(
    Type.Object({ first: orNull(Type.Number()), screens: Type.Integer(), others: Type.Integer() }),
  ),
  /** Checks that the number took part in, failed ones first. */
  checks: Type.Array(CheckOfNumber),
  madeAt: Type.Number(),
  revisions: Type.Array(
    Type.Object({
      revision: Type.Integer(),
      value: Type.Number(),
      before: orNull(Type.Number()),
      status: Type.String(),
      entry: Type.String(),
      connection: orNull(Type.String()),
      fileName: orNull(Type.String()),
      sentBy: orNull(Type.String()),
      /** What the source itself said of it. */
      note: orNull(Type.String()),
      /** Who repaired the row after it had been refused: its value is not the one it was sent with. */
      repairedBy: orNull(Type.String()),
      recordedAt: Type.Number(),
      message: Type.String(),
      row: Type.Integer(),
    }),
  ),
})
export type LineageView = Type.Static<typeof LineageView>

export const HistoryView = Type.Object({
  indicator: Type.String(),
  unit: Type.String(),
  unitFrom: Type.String(),
  measure: Type.String(),
  /** Knowledge time: what is recorded after it comes over the stream. */
  knownAt: Type.Number(),
  points: Type.Array(
    Type.Object({
      t: Type.Number(),
      from: Type.Number(),
      to: Type.Number(),
      value: Type.Number(),
      status: Type.String(),
      period: orNull(Type.String()),
      revision: Type.Integer(),
      simulated: Type.Boolean(),
    }),
  ),
})
export type HistoryView = Type.Static<typeof HistoryView>
export type SummaryView = Type.Static<typeof SummaryView>
