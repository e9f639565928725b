import type { Comparator } from '../../../shared/vocabulary.ts'

type Bound = { comparator: Comparator; value: number; valueHigh: number | null }

/** Whether a value reaches a target. */
export function reaches({ comparator, value: bound, valueHigh }: Bound, value: number): boolean {
  switch (comparator) {
    case '<':
      return value < bound
    case '<=':
      return value <= bound
    case '>':
      return value > bound
    case '>=':
      return value >= bound
    case '=':
      return value === bound
    case 'range':
      return value >= bound && value <= (valueHigh ?? bound)
  }
}

/** 'met' or 'missed' when all of the interval is; else it cannot be told. */
export function verdict(target: Bound, low: number, high: number): 'met' | 'missed' | 'uncertain' {
  const ends = [reaches(target, low), reaches(target, high)]
  if (ends[0] && ends[1]) return 'met'
  const { comparator, value, valueHigh } = target
  // Both ends fail a band also when the interval lies around it.
  const around = (comparator === 'range' || comparator === '=') && low < value && high > (valueHigh ?? value)
  return ends[0] || ends[1] || around ? 'uncertain' : 'missed'
}
