import type { Cell, Decimal } from './types.ts'

/** A number that has two readings where nothing else tells: 12.345 is twelve thousand, or twelve and a third. */
export class OpenNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  /** As thousands, and as a decimal. */
  get readings(): [number, number] {
    return [Number(this.text.replace(/[.,]/, '')), Number(this.text.replace(',', '.'))]
  }
}

/** What a workbook shows as a percentage and holds as a share of one: 6,5 % is 0.065. */
export class Percent {
  readonly share: number
  constructor(share: number) {
    this.share = share
  }
  /** As it is shown, free of what binary fractions add. */
  get percent(): number {
    return Number((this.share * 100).toPrecision(15))
  }
  get text(): string {
    return `${this.percent}%`
  }
}

const GROUPED = /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/
const DECIMAL_POINT = /^[+-]?\d*\.\d+(e[+-]?\d+)?$/i
const OPEN_POINT = /^[+-]?[1-9]\d{0,2}\.\d{3}$/
const OPEN_COMMA = /^[+-]?[1-9]\d{0,2},\d{3}$/

/** Whether it is a number with points between its thousands, as a table with decimal commas has them. */
export const isGrouped = (text: string) => GROUPED.test(text)

/**
 * How the numbers of a table are read. Its other numbers tell what a mark before three digits is; where they do not, or
 * contradict each other, the cell is left open and never guessed.
 */
export function numeralsOf(decimal: Decimal, numbers: Iterable<Cell>): (cell: Cell) => Cell {
  if (decimal === 'point') return (cell) => cell
  const sure = decimal === 'comma'
  let commas = false
  let points = false
  for (const cell of numbers) {
    if (typeof cell !== 'string') continue
    const text = cell.trim()
    if (OPEN_POINT.test(text) || (!sure && OPEN_COMMA.test(text))) continue
    commas ||= DECIMAL_COMMA.test(text) || GROUPED.test(text)
    points ||= DECIMAL_POINT.test(text)
  }
  return (cell) => {
    if (typeof cell !== 'string') return cell
    const text = cell.trim()
    if (OPEN_POINT.test(text) ? commas === points : OPEN_COMMA.test(text) && (points || !(sure || commas)))
      return new OpenNumber(text)
    if (points && OPEN_POINT.test(text)) return text
    if (GROUPED.test(text)) return text.replaceAll('.', '').replace(',', '.')
    return DECIMAL_COMMA.test(text) ? text.replace(',', '.') : text
  }
}
