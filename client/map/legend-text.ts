// The words of the legend, apart from its drawing. `format` writes a number in the page's language.
export interface LegendText {
  atLeast(edge: number): string
  between(low: number, high: number): string
  below(edge: number): string
  /** The one class of a map whose values are all alike. */
  single: string
  noValue: string
  stale: string
  disputed: string
  live: string
}

/** `measure` is the unit's symbol ('%', 'tỷ đồng'); '' = none. */
export function legendText(
  language: 'vi' | 'en',
  format: (value: number) => string,
  measure = '',
): LegendText {
  const unit = measure === '' ? '' : `\u00A0${measure}`
  const range = (low: number, high: number) => `${format(low)} – ${format(high)}${unit}`
  if (language === 'en') {
    return {
      atLeast: (edge) => `${format(edge)}${unit} and over`,
      between: range,
      below: (edge) => `under ${format(edge)}${unit}`,
      single: 'has a value',
      noValue: 'no data yet',
      stale: 'out of date',
      disputed: 'disputed',
      live: 'in session',
    }
  }
  return {
    atLeast: (edge) => `từ ${format(edge)}${unit}`,
    between: range,
    below: (edge) => `dưới ${format(edge)}${unit}`,
    single: 'có số liệu',
    noValue: 'chưa có số liệu',
    stale: 'số liệu cũ',
    disputed: 'chưa khớp',
    live: 'đang họp',
  }
}

/** One row a class, highest first: its class index and its words. */
export function legendRows(breaks: readonly number[], text: LegendText): { index: number; words: string }[] {
  if (breaks.length === 0) return [{ index: 0, words: text.single }]
  return Array.from({ length: breaks.length + 1 }, (_, i) => breaks.length - i).map((index) => {
    const low = breaks[index - 1]
    const high = breaks[index]
    if (low !== undefined && high !== undefined) return { index, words: text.between(low, high) }
    return { index, words: low !== undefined ? text.atLeast(low) : text.below(high ?? 0) }
  })
}
