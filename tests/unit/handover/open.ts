import type { Open } from '../../../server/handover/draft.ts'
import type { AlarmView } from '../../../shared/api/alarms.ts'

export const EMPTY: Open = {
  stage: { no: 1, name: { vi: 'Bình thường', en: 'Normal' }, since: 0, cause: '' },
  ...{ alarms: [], attention: [], connections: [], disputes: [], screens: [], running: [], booked: [] },
}
export const words = (text: string) => ({ vi: text, en: text })
export const HOUR = 3_600_000

export const alarm = (id: number, more: Partial<AlarmView> = {}): AlarmView => ({
  ...{
    id,
    kept: 1,
    rule: 'TAI',
    ruleName: words('Phụ tải cao'),
    kind: 'value',
    severity: 'high',
    subject: `series:${id}`,
  },
  ...{ title: words(`Báo động ${id}`), text: words(''), state: 'unacknowledged', since: id, raisedAt: id },
  ...{ active: true, clearedAt: null, endedAt: null, acknowledged: null, shelved: null, owner: null },
  ...{ incident: null, simulated: false, onWall: false, needsPerson: true, times: 1, suppressed: 0 },
  ...{ chattering: 0, told: null, vacant: [], attention: null, ...more },
})
