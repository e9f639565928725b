import { createHash } from 'node:crypto'

/** A fixed number in [0, 1) for any words: the same seed gives the same country on every machine. */
export function fixed(...words: (string | number)[]): number {
  return createHash('md5').update(words.join('|')).digest().readUInt32LE(0) / 2 ** 32
}

const cache = new Map<string, number>()
function lattice(key: string, step: number): number {
  const id = `${key}|${step}`
  let n = cache.get(id)
  if (n === undefined) {
    n = fixed(id) * 2 - 1
    if (cache.size > 200_000) cache.clear() // bounded: a source system runs for weeks
    cache.set(id, n)
  }
  return n
}

/** Smooth noise in about [-1, 1]: a value at every multiple of `scale` ms, eased between. A function of key and instant only. */
export function noise(key: string, at: number, scale: number): number {
  const x = at / scale
  const i = Math.floor(x)
  const f = x - i
  const ease = f * f * (3 - 2 * f)
  return lattice(key, i) * (1 - ease) + lattice(key, i + 1) * ease
}

const HOUR = 3_600_000
const ZONE = 7 * HOUR
/** Hour of the day in Viet Nam, 0 ≤ h < 24, with fractions. */
export const hourOf = (at: number) => ((((at + ZONE) / HOUR) % 24) + 24) % 24
export const dayStart = (at: number) => Math.floor((at + ZONE) / (24 * HOUR)) * 24 * HOUR - ZONE
export function yearFraction(at: number): number {
  const d = new Date(at + ZONE)
  const from = Date.UTC(d.getUTCFullYear(), 0, 1)
  return (d.getTime() - from) / (Date.UTC(d.getUTCFullYear() + 1, 0, 1) - from)
}

/** Share of a working day's activity that is done by an hour: rises from 6 to 21, steepest at 10 and 15. */
export function doneByHour(hour: number): number {
  const s = (x: number, centre: number, width: number) => 1 / (1 + Math.exp(-(x - centre) / width))
  const raw = (h: number) => 0.5 * s(h, 9.8, 1.3) + 0.5 * s(h, 15.2, 1.5)
  return (raw(hour) - raw(0)) / (raw(24) - raw(0))
}

/** Electricity's day: low before dawn, peaks at 11 and 19. About 0.72 to 1.1 around the mean. */
export function loadByHour(hour: number): number {
  const bump = (centre: number, width: number) => Math.exp(-(((hour - centre) / width) ** 2))
  return 0.76 + 0.28 * bump(11, 3) + 0.2 * bump(14.5, 2.2) + 0.27 * bump(19, 2.4) - 0.06 * bump(3.5, 2.5)
}
