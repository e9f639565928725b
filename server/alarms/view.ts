import { ALARM_SEVERITIES, alarmState, wantsAnswer } from '../../shared/alarm.ts'
import type { AlarmView } from '../../shared/api/alarms.ts'
import type { AlarmCounts, WallAlarm } from '../../shared/live.ts'
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

const MOST_ON_WALL = 20
export function wallAlarms(alarms: Iterable<Alarm>): WallAlarm[] {
  const found: WallAlarm[] = []
  for (const { id, severity, title, since, simulated, rule, life } of alarms)
    if (rule.input.onWall && life.active && !life.shelved)
      found.push({ id, severity, title, since, simulated })
  const rank = ({ severity }: WallAlarm) => ALARM_SEVERITIES.indexOf(severity)
  return found.sort((a, b) => rank(a) - rank(b) || b.since - a.since).slice(0, MOST_ON_WALL)
}
