import { type AlarmLine, keyOfLine, placeOf } from './order.ts'

/**
 * Where the cursor stands once the lines are others. It stays with its line while that stays where it is; once the line is
 * answered, put aside or gone, it is on the next that is still there, so that a list is worked from above to below.
 */
export function follow(before: readonly AlarmLine[], current: string | null, after: readonly AlarmLine[]) {
  if (current === null) return null
  const places = new Map(after.map((l) => [keyOfLine(l), placeOf(l)]))
  const stays = (l: AlarmLine) => places.get(keyOfLine(l)) === placeOf(l)
  const at = before.findIndex((l) => keyOfLine(l) === current)
  const line = before[at]
  if (!line || stays(line)) return current
  // Many of one rule have come together under one line.
  const around = after.find((l) => l.kind === 'group' && !l.open && l.group.key === placeOf(line))
  const next = around ?? before.slice(at).find(stays) ?? before.slice(0, at).findLast(stays) ?? after[0]
  return next ? keyOfLine(next) : null
}
