import type { Scenario } from '../../../shared/api/exercise.ts'

/** One real value as it stood at the start: pushed into the exercise like any source's, and marked simulated there. */
export type PictureRow = {
  indicator: string
  unit: string
  at?: string
  period?: string
  value: number
  status: string
}
/** The connection over which the picture of the start comes in. */
export const PICTURE = 'DT-NEN'

/** What the driver is told on its standard input: where to send, with which keys, what, and when. Nothing else. */
export type DriverOrders = {
  base: string
  keys: Record<string, string>
  scenario: Scenario
  picture: PictureRow[]
  /**
   * Of an exercise that goes on after it was cut off: the injects that came, by how many minutes before their own, and the
   * alerts among them as they were sent.
   */
  came: Record<string, number>
  alerts: Record<string, Sent>
}
/** An alert as it went out: what an update or a cancellation names. */
export type Sent = { identifier: string; sent: string }
export type DriverClock = { minute: number; speed: number; running: boolean }
/** To the driver, over the channel between the two processes. */
export type DriverCommand = { kind: 'clock'; clock: DriverClock } | { kind: 'inject'; inject: string }
/** From it. `minute`: of the scenario, when it came. `taken`: whether the exercise accepted what was sent; null where nothing is sent. */
export type DriverNews =
  | { kind: 'ready' }
  /** All sources that speak now have spoken. */
  | { kind: 'playing' }
  | {
      kind: 'injected'
      inject: string
      minute: number
      taken: boolean | null
      answer: string
      alert: Sent | null
    }
  /** The scenario is at its end; said until it is stopped. */
  | { kind: 'over' }
