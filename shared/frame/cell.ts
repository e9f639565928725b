import type { Freshness } from '../vocabulary.ts'

/** One series' state as a frame carries it. `index` is the cell's place in its view. Times are ms since 1970. */
export type Cell = {
  index: number
  /** NaN = no value (never supplied, or weight missing). */
  value: number
  validFrom: number
  validTo: number
  recordedAt: number
  flags: number
  freshness: Freshness
  since: number
  revision: number
  /** Of a computed value: parts present and parts expected; 0 otherwise. */
  parts: number
  partsOf: number
}

export const FRAME_KINDS = ['snapshot', 'delta', 'heartbeat'] as const
export type FrameKind = (typeof FRAME_KINDS)[number]

export type Frame = {
  kind: FrameKind
  view: number
  /** One life of the server; a sequence means nothing across lives. */
  epoch: number
  seq: number
  /** A delta applies only on top of this sequence; a snapshot on anything. */
  previous: number
  serverTime: number
  cells: Cell[]
}
