import type { LiveError } from '../../shared/live.ts'

const PASSING = new Set(['NOT_READY', 'OVERLOADED', 'RATE_LIMITED', 'BRIDGE_OUTSIDE'])

/** Refused for now only (a point that is just coming in may ask a moment too early): asked again after a while, it is answered. */
export const isPassing = ({ error }: LiveError): boolean => PASSING.has(error.code)
