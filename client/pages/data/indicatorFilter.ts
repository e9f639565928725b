// Which indicators the catalogue page lists.
import type { IndicatorView } from '../../../shared/api/catalogue.ts'
import type { NumberMark } from '../../../shared/marks.ts'
import { plain } from '../desk/boardOrder.ts'

export type IndicatorFilter = {
  text: string
  section: number | null
  owner: string | null
  level: string | null
  supplied: 'all' | 'supplied' | 'missing'
  /** What must be said of the national value. */
  status: NumberMark | null
}
export const NO_FILTER: IndicatorFilter = {
  text: '',
  section: null,
  owner: null,
  level: null,
  supplied: 'all',
  status: null,
}

/** `supplied` names the codes that some source sends, `marked` those whose national value has the status asked for. */
export function filterIndicators(
  indicators: readonly IndicatorView[],
  filter: IndicatorFilter,
  supplied: ReadonlySet<string>,
  marked: ReadonlySet<string>,
): IndicatorView[] {
  const words = plain(filter.text).split(/\s+/).filter(Boolean)
  return indicators.filter((i) => {
    if (filter.section !== null && i.section !== filter.section) return false
    if (filter.owner !== null && i.ownerCode !== filter.owner) return false
    if (filter.level !== null && i.level !== filter.level) return false
    if (filter.supplied !== 'all' && supplied.has(i.code) !== (filter.supplied === 'supplied')) return false
    if (filter.status !== null && !marked.has(i.code)) return false
    if (!words.length) return true
    const text = plain(
      [i.code, i.name.vi, i.name.en, i.short.vi, i.short.en, i.owner.vi, i.owner.en].join(' '),
    )
    return words.every((w) => text.includes(w))
  })
}

export type IndicatorGroup = { section: number; owners: { code: string; indicators: IndicatorView[] }[] }

/** By section, then by owner, each in the catalogue's own order. */
export function groupIndicators(indicators: readonly IndicatorView[]): IndicatorGroup[] {
  const sections = new Map<number, Map<string, IndicatorView[]>>()
  for (const i of indicators) {
    const owners = sections.get(i.section) ?? new Map<string, IndicatorView[]>()
    sections.set(i.section, owners.set(i.ownerCode, [...(owners.get(i.ownerCode) ?? []), i]))
  }
  return [...sections]
    .sort(([a], [b]) => a - b)
    .map(([section, owners]) => ({
      section,
      owners: [...owners].map(([code, list]) => ({ code, indicators: list })),
    }))
}
