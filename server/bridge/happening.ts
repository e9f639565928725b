import type { HappeningRow } from '../../shared/live.ts'
import type { Happened } from './book.ts'
import type { Session } from './session.ts'

const WORDS: Record<string, readonly [vi: string, en: string]> = {
  joined: ['vào cầu truyền hình', 'joined the video session'],
  returned: ['đã trở lại cầu truyền hình', 'is back in the video session'],
  lost: ['mất tín hiệu cầu truyền hình', 'was lost from the video session'],
  'floor-given': ['được trao lời', 'has the floor'],
  left: ['rời cầu truyền hình', 'left the video session'],
  spotlight: ['lên màn hình lớn', 'is on the wall'],
}

/** The line of what just happened, for the events that others than the session's own people care about. */
export function happeningOf(session: Session, event: Happened): HappeningRow | null {
  if (event.kind === 'opened' || event.kind === 'ended') {
    const [vi, en] =
      event.kind === 'opened' ? ['Mở phiên', 'Session opened:'] : ['Kết thúc phiên', 'Session ended:']
    const text = { vi: `${vi} ${session.title}`, en: `${en} ${session.title}` }
    return { at: event.at, kind: `bridge-${event.kind}`, text, simulated: false }
  }
  const words = WORDS[event.kind]
  const point = event.point ? session.points.get(event.point) : undefined
  if (!words || !point) return null
  const text = { vi: `${point.name.vi} ${words[0]}`, en: `${point.name.en} ${words[1]}` }
  return { at: event.at, kind: `bridge-${event.kind}`, text, simulated: point.drawn }
}
