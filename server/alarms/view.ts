import { ALARM_SEVERITIES, alarmState, wantsAnswer } from '../../shared/alarm.ts'
import type { AlarmView } from '../../shared/api/alarms.ts'
import type { AlarmCounts, WallAlarm, WallAlarmCounts } from '../../shared/live.ts'
import type { Alarm } from './types.ts'

export function alarmView(a: Alarm): AlarmView {
  const { life, rule } = a
  return {
    id: a.id,
    ...{ rule: rule.code, ruleName: rule.input.name, kind: a.kind, severity: a.severity },
    subject: a.place,
    ...{ title: a.title, text: a.text, state: alarmState(life), since: a.since, raisedAt: a.raisedAt },
    ...{ active: life.active, clearedAt: life.clearedAt, endedAt: life.endedAt },
    acknowledged: life.acknowledged && {
      ...{ by: life.acknowledged.by, at: life.acknowledged.at },
      ...{ note: life.acknowledged.note, until: life.acknowledged.until },
    },
    ...{ shelved: life.shelved, owner: life.owner?.name ?? null, incident: life.incident },
    ...{ simulated: a.simulated, onWall: rule.input.onWall, needsPerson: rule.input.needsPerson },
    ...{ times: life.times, suppressed: life.suppressed, chattering: life.chattering },
    ...{ told: life.told, vacant: life.vacant, kept: life.steps, attention: a.attention },
  }
}

export function countsOf(alarms: Iterable<Alarm>): AlarmCounts {
  const counts = { open: 0, active: 0, waiting: { critical: 0, high: 0, medium: 0, low: 0 }, shelved: 0 }
  for (const { life, severity } of alarms) {
    counts.open++
    if (life.active) counts.active++
    if (life.shelved) counts.shelved++
    if (wantsAnswer(life)) counts.waiting[severity]++
  }
  return counts
}

const gravity = ({ severity }: Pick<Alarm, 'severity'>) => ALARM_SEVERITIES.indexOf(severity)
/** In what leads away from the list only the first is sure to be read. */
export const gravestFirst = (a: Alarm, b: Alarm) =>
  gravity(a) - gravity(b) || b.since - a.since || b.id - a.id

const onWall = ({ rule, life }: Alarm) => rule.input.onWall && life.active && !life.shelved
const MOST_ON_WALL = 20
/** The gravest first; of one severity those that nobody has taken, then the newest. `sees`: what the screen may show. */
export function wallAlarms(
  alarms: Iterable<Alarm>,
  most = MOST_ON_WALL,
  sees: (a: Alarm) => boolean = () => true,
): WallAlarm[] {
  const found: WallAlarm[] = []
  for (const a of alarms) {
    if (!onWall(a) || !sees(a)) continue
    const { id, severity, title, text, since, simulated, detail } = a
    const { raisedAt, acknowledged: taken } = a.life
    const acknowledged = taken && { by: taken.by, at: taken.at }
    const { indicator, unit } = detail
    const cell = typeof indicator === 'string' && typeof unit === 'string' ? { indicator, unit } : null
    found.push({ id, severity, title, text, since, raisedAt, acknowledged, cell, simulated })
  }
  const taken = ({ acknowledged }: WallAlarm) => (acknowledged ? 1 : 0)
  return found
    .sort((a, b) => gravity(a) - gravity(b) || taken(a) - taken(b) || b.since - a.since)
    .slice(0, most)
}
export function wallCounts(alarms: Iterable<Alarm>): WallAlarmCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 }
  for (const a of alarms) if (onWall(a)) counts[a.severity]++
  return counts
}
