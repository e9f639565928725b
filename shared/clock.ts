// The one clock of a screen: everything on it speaks of the same time. All times are ms since 1970.

/**
 * Two times. 'then' = as known at that time: what the screens showed, no later correction in it.
 * 'now' = true for that time as known today: corrections made since are in it.
 */
export const KNOWLEDGE = ['then', 'now'] as const
export type Knowledge = (typeof KNOWLEDGE)[number]

export const REPLAY_RATES = [1, 10, 60, 600] as const
export type ReplayRate = (typeof REPLAY_RATES)[number]

/** What a screen asks for. `from` of a fixed range and of a replay is where its charts begin. */
export type ClockWanted =
  | { mode: 'live' }
  | { mode: 'fixed'; at: number; from?: number; known: Knowledge }
  /** Runs from `at` until `to`; `playing: false` stands still there. */
  | {
      mode: 'replay'
      from: number
      to: number
      at: number
      rate: ReplayRate
      playing: boolean
      known: Knowledge
    }

/** What the server says the socket's clock is. A replay that reached `to` stands there with `ended`. */
export type ClockState =
  | { mode: 'live' }
  | { mode: 'fixed'; at: number; from: number | null; known: Knowledge }
  | {
      mode: 'replay'
      from: number
      to: number
      at: number
      rate: ReplayRate
      playing: boolean
      known: Knowledge
      ended: boolean
    }

/** What may be done to a replay that runs; `step` goes to the next change on this screen and stands still there. */
export type ReplayControl =
  | { do: 'play' }
  | { do: 'pause' }
  | { do: 'step' }
  | { do: 'rate'; rate: ReplayRate }
  | { do: 'seek'; at: number }

export const LIVE_CLOCK: ClockState = { mode: 'live' }

/** What a read interface is asked: the time the values are about and what was known when; absent = the present. */
export type AsOf = { at?: number | undefined; knownAt?: number | undefined }

/** The same two times for a read interface. Live asks for neither. */
export function asOf(clock: ClockState): AsOf {
  if (clock.mode === 'live') return {}
  return clock.known === 'then' ? { at: clock.at, knownAt: clock.at } : { at: clock.at }
}
