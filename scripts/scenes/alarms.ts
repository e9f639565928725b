// Rules that the pretended numbers break, and one alarm that an officer has taken.
import type { AlarmRuleInput, AlarmView } from '../../shared/api/alarms.ts'
import type { Person } from '../person.ts'

const RULES: { code: string; rule: Pick<AlarmRuleInput, 'name' | 'severity' | 'condition'> }[] = [
  {
    code: 'HO-XA-LU',
    rule: {
      name: { vi: 'Hồ xả lũ', en: 'Reservoirs spilling' },
      severity: 'critical',
      condition: {
        ...{ kind: 'value', indicator: 'KC-10', units: ['VN'], comparator: '>=', value: 1, deadband: 0 },
        perUnit: [],
      },
    },
  },
  {
    code: 'MUA-LON',
    rule: {
      name: { vi: 'Mưa rất lớn', en: 'Very heavy rain' },
      severity: 'critical',
      condition: {
        ...{ kind: 'value', indicator: 'KC-12', units: ['VN'], comparator: '>', value: 50, deadband: 0 },
        perUnit: [],
      },
    },
  },
  {
    code: 'TAI-CAO',
    rule: {
      name: { vi: 'Phụ tải cao', en: 'High load' },
      severity: 'high',
      condition: {
        ...{
          kind: 'value',
          indicator: 'KTN-02',
          units: ['VN'],
          comparator: '>',
          value: 20_000,
          deadband: 500,
        },
        perUnit: [],
      },
    },
  },
  {
    code: 'NGUON-MAT',
    rule: {
      name: { vi: 'Kết nối mất', en: 'Connection lost' },
      severity: 'medium',
      condition: { kind: 'connection', connections: [], states: ['lost', 'late', 'refusing'] },
    },
  },
]
const PATIENCE_MS = 30_000

export async function raiseAlarms(officer: Person): Promise<void> {
  for (const { code, rule } of RULES)
    await officer.ask('POST', '/api/alarm-rules', {
      code,
      rule: {
        ...{ enabled: true, holdSeconds: 0, clearSeconds: 0, needsPerson: true, onWall: true, ladder: null },
        ...rule,
      },
    })
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS; ) {
    const high = (await officer.ask<AlarmView[]>('GET', '/api/alarms?limit=500')).find(
      (a) => a.rule === 'TAI-CAO',
    )
    if (high)
      return void (await officer.ask('POST', `/api/alarms/${high.id}/acknowledge`, {
        note: 'Đã gọi Trung tâm điều độ hệ thống điện',
      }))
    await new Promise((again) => setTimeout(again, 500))
  }
}
