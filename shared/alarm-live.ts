// What the live stream says of alarms.
import type { AlarmSeverity } from './alarm.ts'
import type { AlarmView } from './api/alarms.ts'
import type { Language } from './vocabulary.ts'

/** An alarm whose rule puts it on the wall. */
export type WallAlarm = {
  id: number
  severity: AlarmSeverity
  title: Record<Language, string>
  /** What was found when it was raised. */
  text: Record<Language, string>
  since: number
  /** When it was last raised. */
  raisedAt: number
  acknowledged: { by: string; at: number } | null
  /** The number that it speaks of; null where it speaks of something else. */
  cell: { indicator: string; unit: string } | null
  simulated: boolean
}
/** Those on the wall, also the ones that are not listed. */
export type WallAlarmCounts = Record<AlarmSeverity, number>
/** All alarms that the reader may see, counted. */
export type AlarmCounts = {
  open: number
  active: number
  /** Those that want an answer, by severity. */
  waiting: Record<AlarmSeverity, number>
  shelved: number
}
/** A bounded piece of what changed, newest first; more may follow. */
export type AlarmNews = { rows: AlarmView[]; gone: number[]; counts: AlarmCounts }

/** What one person's own desk is to sound and to be shown, whatever page is open. */
export type AlarmHearing = {
  /** Alarms to be heard here until they are answered, by severity. */
  heard: Record<AlarmSeverity, number>
  /** Those whose ladder has called this person, newest first: the first few, and how many there are. */
  calls: AlarmView[]
  called: number
}
