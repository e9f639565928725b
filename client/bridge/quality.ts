import type { PointQuality } from '../../shared/live.ts'

type Limited = NonNullable<PointQuality['limited']>
const LIMITS: readonly Limited[] = ['cpu', 'bandwidth', 'other']
const isLimit = (text: unknown): text is Limited => LIMITS.some((l) => l === text)

/** What one link told since the sample before. Null where the browser said nothing. */
export type LinkSample = {
  /** Of our picture as it goes out. */
  width: number
  height: number
  framesPerSecond: number
  /** Percent of packets lost, worse direction. */
  lossPercent: number | null
  roundTripMs: number | null
  /** Whether new frames were decoded. */
  receiving: boolean
  /** Heights of what goes out, each layer once; and what keeps it smaller. */
  layers?: number[]
  limited?: Limited
}

const median = (list: number[]): number => {
  const sorted = [...list].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (!sorted.length) return 0
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Loss and delay are the median over the links: a point is not called weak because one other is. Pure. */
export function summarise(samples: LinkSample[]): PointQuality {
  const largest = samples.reduce((best, s) => Math.max(best, s.height), 0)
  const shown = samples.find((s) => s.height === largest)
  const layers = [...new Set(samples.flatMap((s) => s.layers ?? []))].sort((a, b) => a - b).slice(-6)
  const limited = LIMITS.find((l) => samples.some((s) => s.limited === l))
  return {
    ...(layers.length ? { layers } : {}),
    ...(limited ? { limited } : {}),
    width: shown?.width ?? 0,
    height: shown?.height ?? 0,
    framesPerSecond: samples.reduce((best, s) => Math.max(best, s.framesPerSecond), 0),
    lossPercent: Math.min(
      100,
      median(samples.flatMap((s) => (s.lossPercent === null ? [] : [s.lossPercent]))),
    ),
    roundTripMs: Math.round(median(samples.flatMap((s) => (s.roundTripMs === null ? [] : [s.roundTripMs])))),
    receiving: samples.filter((s) => s.receiving).length,
  }
}

export type Counters = { received: number; lost: number; frames: number }

/** Reads the statistics of one connection or track; `before` holds its counters of the last time. */
export function sampleReport(
  report: RTCStatsReport,
  before: Counters | undefined,
): { sample: LinkSample; counters: Counters } {
  const counters: Counters = { received: 0, lost: 0, frames: 0 }
  const sample: LinkSample = {
    width: 0,
    height: 0,
    framesPerSecond: 0,
    lossPercent: null,
    roundTripMs: null,
    receiving: false,
  }
  let sentLoss: number | null = null
  for (const [, stat] of report as unknown as Iterable<[string, Record<string, unknown>]>) {
    const number = (name: string) => (typeof stat[name] === 'number' ? stat[name] : 0)
    if (stat.type === 'inbound-rtp') {
      counters.received += number('packetsReceived')
      counters.lost += Math.max(0, number('packetsLost'))
      counters.frames += number('framesDecoded')
    } else if (stat.type === 'outbound-rtp' && stat.kind === 'video') {
      sample.width = Math.max(sample.width, number('frameWidth'))
      sample.height = Math.max(sample.height, number('frameHeight'))
      sample.framesPerSecond = Math.max(sample.framesPerSecond, Math.round(number('framesPerSecond')))
      if (number('frameHeight') && number('framesPerSecond'))
        sample.layers = [...(sample.layers ?? []), number('frameHeight')]
      if (isLimit(stat.qualityLimitationReason)) sample.limited = stat.qualityLimitationReason
    } else if (stat.type === 'remote-inbound-rtp' && typeof stat.fractionLost === 'number')
      sentLoss = Math.max(sentLoss ?? 0, stat.fractionLost * 100)
    else if (stat.type === 'candidate-pair' && stat.nominated === true && 'currentRoundTripTime' in stat)
      sample.roundTripMs = number('currentRoundTripTime') * 1_000
  }
  if (before) {
    const received = counters.received - before.received
    const lost = Math.max(0, counters.lost - before.lost)
    if (received + lost > 0) sample.lossPercent = (lost / (received + lost)) * 100
    sample.receiving = counters.frames > before.frames
  }
  if (sentLoss !== null) sample.lossPercent = Math.max(sample.lossPercent ?? 0, sentLoss)
  return { sample, counters }
}
