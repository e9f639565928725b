import type { About } from './about.ts'

/** One value and where it stands in the cube; `time` is its period, or the instant as ISO 8601. */
export type CubeRow = {
  indicator: string
  indicatorName: string
  unit: string
  unitName: string
  time: string
  value: number
  status: string
}

/** Places of a dimension's codes in the order they first came. */
class Dimension {
  readonly index: Record<string, number> = Object.create(null)
  readonly label: Record<string, string> = Object.create(null)
  size = 0
  place(code: string, label: string): number {
    const found = this.index[code]
    if (found !== undefined) return found
    this.label[code] = label
    this.index[code] = this.size
    return this.size++
  }
}

/** A JSON-stat 2.0 dataset: indicator × unit × time, values and statuses by their place in it. */
export function jsonStat(rows: readonly CubeRow[], about: About) {
  const indicator = new Dimension()
  const unit = new Dimension()
  const time = new Dimension()
  for (const t of [...new Set(rows.map((r) => r.time))].sort()) time.place(t, t)
  const places = rows.map((r) => ({
    ...{ i: indicator.place(r.indicator, r.indicatorName), u: unit.place(r.unit, r.unitName) },
    ...{ t: time.place(r.time, r.time), r },
  }))
  const at = (p: (typeof places)[number]) => (p.i * unit.size + p.u) * time.size + p.t
  const category = ({ index, label }: Dimension) => ({ index, label })
  return {
    version: '2.0',
    class: 'dataset',
    label: about.title,
    source: about.sources.join('; '),
    updated: about.asOf,
    note: [about.notice],
    id: ['indicator', 'unit', 'time'],
    size: [indicator.size, unit.size, time.size],
    role: { time: ['time'], geo: ['unit'], metric: ['indicator'] },
    dimension: {
      indicator: { label: 'Chỉ tiêu', category: category(indicator) },
      unit: { label: 'Đơn vị', category: category(unit) },
      time: { label: 'Thời gian', category: category(time) },
    },
    value: Object.fromEntries(places.map((p) => [at(p), p.r.value])),
    status: Object.fromEntries(places.map((p) => [at(p), p.r.status])),
    extension: {
      asOf: about.asOf,
      at: about.at,
      simulated: about.simulated,
      notice: about.notice,
      sources: about.sources,
    },
  }
}
