import type { ClockState, ClockWanted, Knowledge } from '../../../shared/clock.ts'
import { KNOWLEDGE, REPLAY_RATES } from '../../../shared/clock.ts'
import { ZONE_OFFSET_MS } from '../../../shared/vocabulary.ts'

/** What a datetime-local field shows: Viet Nam's clock, whatever this machine's zone is. */
export const toField = (ms: number): string => new Date(ms + ZONE_OFFSET_MS).toISOString().slice(0, 19)
/** Ms since 1970; NaN for what is no time. */
export const ofField = (text: string): number =>
  Date.parse(`${text.length === 16 ? `${text}:00` : text}+07:00`)

const seconds = (ms: number) => toField(ms)
const known = (text: string | undefined): Knowledge | undefined => KNOWLEDGE.find((k) => k === text)

/** A clock as the address carries it: 'fixed,2026-11-23T07:00:00,then'; null = live, which an address does not say. */
export function toAddress(clock: ClockState, at: number): string | null {
  if (clock.mode === 'live') return null
  if (clock.mode === 'fixed')
    return [
      'fixed',
      seconds(clock.at),
      clock.known,
      ...(clock.from === null ? [] : [seconds(clock.from)]),
    ].join()
  return ['replay', seconds(clock.from), seconds(clock.to), seconds(at), clock.rate, clock.known].join()
}

/** The same read back; null for anything that is no clock. */
export function ofAddress(text: string | null): ClockWanted | null {
  const [mode, ...words] = (text ?? '').split(',')
  if (mode === 'fixed') {
    const at = ofField(words[0] ?? '')
    const how = known(words[1])
    const from = words[2] === undefined ? null : ofField(words[2])
    if (Number.isNaN(at) || !how || Number.isNaN(from)) return null
    return { mode, at, known: how, ...(from === null ? {} : { from }) }
  }
  if (mode !== 'replay') return null
  const [from = Number.NaN, to = Number.NaN, at = Number.NaN] = words.slice(0, 3).map(ofField)
  const rate = REPLAY_RATES.find((r) => String(r) === words[3])
  const how = known(words[4])
  if (![from, to, at].every(Number.isFinite) || !rate || !how) return null
  return { mode, from, to, at, rate, playing: true, known: how }
}
