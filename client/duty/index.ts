// The watch on every page: the shift, the log, who stands where.
export { DutyDialogs } from './DutyDialogs.tsx'
export { LogLine } from './LogLine.tsx'
export { LogPart } from './LogPart.tsx'
export { ShiftFacts } from './ShiftFacts.tsx'
export { openDuty, type Spoken, useSpokenOf } from './store.ts'
export { useShift } from './useShift.ts'
export { WatchNotes } from './WatchNotes.tsx'
export { hoursText, shortDay } from './words.ts'
