import { readTyped, type Typed } from '../entry/typedNumber.ts'

/** What was typed and cannot be taken as it is, and why: two readings, no number, or a line that is no bound of a unit. */
export type Unclear = { field: FigureField; text: string } & (
  | Exclude<Typed, { kind: 'empty' | 'number' }>
  | { kind: 'line' }
)
export type FigureField = 'value' | 'high' | 'deadband' | 'window' | 'ahead' | 'hold' | 'clear' | 'perUnit'
export type UnitBound = { unit: string; value: number; high?: number }

/** Reads the figures of a rule as people type them, in Vietnamese or in English; what is not clear is kept, never guessed. */
export class Figures {
  readonly unclear: Unclear[] = []

  /** Null when nothing is typed, or nothing clear. */
  one(field: FigureField, text: string): number | null {
    const typed = readTyped(text, true)
    if (typed.kind === 'number') return typed.value
    if (typed.kind !== 'empty') this.unclear.push({ field, text: text.trim(), ...typed })
    return null
  }

  /** One unit a line: code, bound and, of a band, its upper end. */
  perUnit(text: string, band: boolean): UnitBound[] {
    return text.split('\n').flatMap((line) => {
      const [unit = '', value, high, ...more] = line.trim().split(/[\s;]+/)
      if (unit === '') return []
      if (value === undefined || more.length || (high !== undefined && !band)) {
        this.unclear.push({ field: 'perUnit', text: line.trim(), kind: 'line' })
        return []
      }
      const own = this.one('perUnit', value)
      const top = high === undefined ? null : this.one('perUnit', high)
      return own === null ? [] : [{ unit, value: own, ...(top === null ? {} : { high: top }) }]
    })
  }
}

/** A figure as somebody would type it so that it has one reading: 12.345 is written 12.3450. */
export function figureText(value: number | undefined): string {
  if (value === undefined) return ''
  const text = value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
  return readTyped(text).kind === 'ask' ? `${text}0` : text
}
