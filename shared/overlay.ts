import type { ScreenCommand, ScreenOverlay } from './wall.ts'

/** What lies over the picture after a command; null for one that lays nothing over it. */
export function overlaid(before: ScreenOverlay, command: ScreenCommand, at: number): ScreenOverlay | null {
  switch (command.do) {
    case 'notice': {
      const { text, tone, minutes } = command
      const until = minutes === null ? null : at + minutes * 60_000
      return { ...before, notice: { text, tone, until, at } }
    }
    case 'clear-notice':
      return { ...before, notice: null }
    case 'night':
      return { ...before, night: command.level }
    case 'blank':
      return { ...before, blank: command.on }
    default:
      return null
  }
}
