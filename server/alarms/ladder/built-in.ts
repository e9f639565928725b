import type { AlarmLadderInput } from '../../../shared/api/alarms.ts'

/** The shift's own chief of the delivered positions, everybody on duty, everybody who leads. */
const CHIEF = 'TC'
const DUTY = 'VAI.TRUC'
const LEADERS = 'VAI.LANH-DAO'

const desk = (minutes: number, position: string): AlarmLadderInput['rungs'][number] => ({
  ...{ afterSeconds: minutes * 60, channel: 'screen', position, webhook: null },
})

/**
 * The ladder that the delivered rules of what is grave begin with: an alarm that nobody takes is not left alone. While a
 * response is directed (stages 4 and 5) every alarm that climbs does so by the second, in less than half the time. They
 * stay within the room, for nobody's address is known yet, and have no rung of sound: such an alarm is heard on every desk
 * that answers, from its first second. Like any ladder they can be changed.
 */
export const BUILT_IN_LADDERS: readonly { code: string; ladder: AlarmLadderInput }[] = [
  {
    code: 'CHUAN',
    ladder: {
      name: {
        vi: 'Chuẩn: trưởng ca, mọi cán bộ trực, lãnh đạo',
        en: 'Standard: chief, all on duty, leaders',
      },
      rungs: [desk(5, CHIEF), desk(10, DUTY), desk(20, LEADERS)],
    },
  },
  {
    code: 'UNG-PHO',
    ladder: {
      name: {
        vi: 'Ứng phó: trưởng ca, mọi cán bộ trực, lãnh đạo, nhanh hơn',
        en: 'Response: chief, all on duty, leaders, sooner',
      },
      rungs: [desk(1, CHIEF), desk(3, DUTY), desk(8, LEADERS)],
    },
  },
]
