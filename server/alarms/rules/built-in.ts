import type { AlarmSeverity } from '../../../shared/alarm.ts'
import type { AlarmCondition, AlarmRuleInput } from '../../../shared/api/alarms.ts'
import type { Words } from '../../catalogue/index.ts'

const rule = (name: Words, severity: AlarmSeverity, condition: AlarmCondition): AlarmRuleInput => ({
  ...{ name, severity, condition },
  // It is heard from its first second, whatever its severity, and only a person's word quiets it: also of what has mended
  // itself meanwhile. Whoever wants a rule to end by itself says so of it.
  ...{ enabled: true, holdSeconds: 0, clearSeconds: 0, needsPerson: true, onWall: false, ladder: null },
})
const connection = (state: 'lost' | 'late' | 'refusing'): AlarmCondition => ({
  ...{ kind: 'connection', connections: [], states: [state] },
})

/** What every operations room is told of without anyone writing a rule. Like any rule they can be changed and put aside. */
export const BUILT_IN: readonly { code: string; rule: AlarmRuleInput }[] = [
  {
    code: 'KN-MAT',
    rule: {
      ...rule({ vi: 'Mất kết nối', en: 'Connection lost' }, 'high', connection('lost')),
      ladder: 'CHUAN',
    },
  },
  {
    code: 'KN-CHAM',
    rule: rule({ vi: 'Kết nối chậm hạn', en: 'Connection late' }, 'medium', connection('late')),
  },
  {
    code: 'KN-TU-CHOI',
    rule: rule(
      { vi: 'Kết nối có dòng bị từ chối', en: 'Connection with refused rows' },
      'medium',
      connection('refusing'),
    ),
  },
  {
    code: 'MAN-HINH',
    rule: rule({ vi: 'Màn hình mất liên lạc', en: 'Screen lost' }, 'medium', { kind: 'screen' }),
  },
  {
    code: 'XAM-NHAP',
    rule: {
      ...rule({ vi: 'Dò mã hoặc dùng khóa của màn hình', en: "Screens' codes or tokens misused" }, 'high', {
        kind: 'intrusion',
      }),
      ladder: 'CHUAN',
    },
  },
  {
    code: 'NHIEM-VU',
    rule: rule({ vi: 'Nhiệm vụ quá hạn', en: 'Directive overdue' }, 'medium', { kind: 'directive' }),
  },
  {
    code: 'DOI-SOAT',
    rule: rule({ vi: 'Số liệu chưa khớp', en: 'Numbers that disagree' }, 'low', {
      kind: 'check',
      checks: [],
    }),
  },
  {
    code: 'CAP',
    rule: {
      ...rule({ vi: 'Cảnh báo thiên tai (CAP)', en: 'Hazard warning (CAP)' }, 'high', { kind: 'cap' }),
      ladder: 'CHUAN',
    },
  },
]
