import type { ShiftRef } from './shift.ts'

/**
 * Whose log an entry belongs to: the shift that its writer stands for, else the one that the chief stands for, else that
 * of the hour, else the ones after it; the first of them that is not closed. Null: all are.
 */
export function shiftOfEntry(
  may: { writer: ShiftRef | null; chief: ShiftRef | null; coming: readonly ShiftRef[] },
  closed: (shift: ShiftRef) => boolean,
): ShiftRef | null {
  const order = [may.writer, may.chief, ...may.coming]
  return order.find((s) => s !== null && !closed(s)) ?? null
}

/** Kinds as they are asked for on a page; each is told by the beginning of the entry's word. */
export const LOG_GROUPS = {
  people: ['note', 'correction'],
  duty: ['position', 'handover', 'stage', 'exercise'],
  connections: ['connection'],
  alarms: ['alarm', 'attention'],
  bridge: ['bridge', 'session', 'booking', 'recording', 'minutes', 'privacy', 'readiness', 'invitation'],
  directives: ['directive'],
  screens: ['screen', 'wall', 'scene', 'playlist', 'takeover'],
} as const satisfies Record<string, readonly string[]>
export type LogGroup = keyof typeof LOG_GROUPS

const GROUPS = new Map<string, LogGroup>()
for (const group of ['people', 'duty', 'connections', 'alarms', 'bridge', 'directives', 'screens'] as const)
  for (const word of LOG_GROUPS[group]) GROUPS.set(word, group)
/** The group of an entry's kind: by the word before its first dot or hyphen. */
export const groupOf = (kind: string): LogGroup | 'other' =>
  GROUPS.get(kind.split(/[.-]/)[0] ?? '') ?? 'other'
