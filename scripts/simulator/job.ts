import type { CalendarDays } from '../../shared/calendar.ts'
import type { ContractTimes } from '../../shared/freshness.ts'
import type { Cutoff } from '../../shared/period.ts'
import type { IndicatorPeriod } from '../../shared/vocabulary.ts'
import type { Source } from './sources.ts'

/** What one pretended source system is told: where to send, with which key, and what it agreed to send. */
export type Job = {
  id: string
  key: string
  connector: Source['connector']
  files: boolean
  times: ContractTimes
  fault: Source['fault'] | null
  series: JobSeries[]
}
export type JobSeries = {
  indicator: string
  period: IndicatorPeriod
  cutoff: Cutoff
  decimals: number
  aggregation: string
  /** Units in force today and each one's part of the whole. `from` bounds how far back it can send (ms). */
  units: { code: string; share: number; from: number }[]
}
/** Given to the simulator process on its standard input. */
export type Orders = {
  base: string
  mqtt: { host: string; port: number } | null
  seed: string
  /** How many times more often than agreed its real-time series are sent (1). */
  pace: number
  /** Folder where each source remembers what it has sent. */
  memory: string
  /** Days off, on which some do not send. */
  days: CalendarDays
  jobs: Job[]
}
export type Row = {
  indicator: string
  unit: string
  at?: string
  period?: string
  value: number | string
  status?: string
}
