/** What stands under a pointer inside a field of numbers: a row, or the nearest time on the chart of the selected row. */
export type Touched = { indicator: string; at: number | null }

/** The place on a chart nearest to this x, by the marks that it carries. */
export function nearestAt(chart: Element, x: number): number | null {
  let best: { at: number; far: number } | null = null
  for (const mark of chart.querySelectorAll('[data-at]')) {
    const box = mark.getBoundingClientRect()
    const far = Math.abs(box.left + box.width / 2 - x)
    const at = Number(mark.getAttribute('data-at'))
    if (Number.isFinite(at) && (!best || far < best.far)) best = { at, far }
  }
  return best?.at ?? null
}

export function touchedAt(field: Element, target: EventTarget | null, x: number): Touched | null {
  if (!(target instanceof Element)) return null
  const row = target.closest('[data-row]')?.getAttribute('data-row')
  if (row) return { indicator: row, at: null }
  const chart = target.closest('[data-chart]')
  const selected = field.querySelector('[data-selected][data-row]')?.getAttribute('data-row')
  if (!chart || !selected) return null
  return { indicator: selected, at: nearestAt(chart, x) }
}

/** The element that a mark rings here: the time on the chart where that chart stands, else the number's row. */
export function ringed(field: Element, { indicator, at }: Touched): Element | null {
  const row = field.querySelector(`[data-row="${CSS.escape(indicator)}"]`)
  const selected = field.querySelector('[data-selected][data-row]')?.getAttribute('data-row')
  if (at !== null && selected === indicator)
    return field.querySelector(`[data-chart] [data-at="${CSS.escape(String(at))}"]`) ?? row
  return row
}
