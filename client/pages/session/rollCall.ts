import type { BridgePointView, BridgeView } from '../../../shared/live.ts'

export type RollCounts = { points: number; present: number; lost: number; absent: number }

export const isPresent = (p: BridgePointView) => p.state === 'joined' || p.state === 'weak'

/** What can be heard of a point: it speaks, asks to, is closed by the chair or by itself, or open. */
export function soundOf(
  p: BridgePointView,
  floor: string | null,
): 'floor' | 'hand' | 'closed' | 'off' | 'open' {
  if (p.id === floor) return 'floor'
  if (p.hand !== null) return 'hand'
  if (p.muted) return 'closed'
  return p.microphone && isPresent(p) ? 'open' : 'off'
}

/** How many of the invited are there. The chair is not counted. */
export function countRoll(points: readonly BridgePointView[]): RollCounts {
  const invited = points.filter((p) => p.role === 'point')
  const present = invited.filter(isPresent).length
  const lost = invited.filter((p) => p.state === 'lost').length
  return { points: invited.length, present, lost, absent: invited.length - present - lost }
}

/** Whose picture and numbers stand on the page: the one chosen, else the spotlighted, else whoever is there. */
export function pointInFocus(session: BridgeView, chosen: string | null): BridgePointView | null {
  const points = session.points.filter((p) => p.role === 'point')
  const byId = (id: string | null) => points.find((p) => p.id === id)
  return byId(chosen) ?? byId(session.spotlight) ?? points.find(isPresent) ?? points[0] ?? null
}

/** A length of time as 38:12 or 1:04:07. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000))
  const two = (n: number) => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** Time of the day in Viet Nam. */
const clock = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Ho_Chi_Minh',
})
export const timeOfDay = (at: number | null) => (at === null ? '–' : clock.format(at))

/** '1080p25' */
export const pictureOf = (p: BridgePointView) =>
  p.quality?.height ? `${p.quality.height}p${p.quality.framesPerSecond}` : '–'
