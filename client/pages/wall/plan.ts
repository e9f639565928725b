import { WIDE } from '../../../shared/scene.ts'
import type { Freshness } from '../../../shared/vocabulary.ts'
import type { CellMeta } from '../../live/index.ts'

/** One item of a section: its place in the section's view, or -1 when it is not there. */
export type Item = { index: number; meta: CellMeta }
export type Page = { items: Item[] }
export const ROWS = 5
/** Columns of rows beside the hero and the map, by the wall's shape (width / height). */
export const columnsOn = (aspect: number): number => (aspect < WIDE ? 1 : aspect < 4.4 ? 2 : 3)
/** How long a page stands, and how long a section without any number does. */
export const PAGE_MS = 18_000
export const EMPTY_MS = 6_000

const PERIOD_ORDER = ['realtime', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly']

/**
 * The pages of a section: every supplied number once, the liveliest first, a hero and five rows a page. The last page is
 * filled up evenly, so that no page has a hero alone when it can be helped.
 */
export function pagesOf(
  metas: readonly CellMeta[],
  freshness: (index: number) => Freshness,
  rows = ROWS,
): Page[] {
  const supplied = metas
    .map((meta, index): Item => ({ index, meta }))
    .filter(({ index }) => freshness(index) !== 'never')
    .sort(
      (a, b) =>
        PERIOD_ORDER.indexOf(a.meta.period) - PERIOD_ORDER.indexOf(b.meta.period) ||
        (a.meta.indicator < b.meta.indicator ? -1 : a.meta.indicator > b.meta.indicator ? 1 : 0) ||
        (a.meta.unit < b.meta.unit ? -1 : 1),
    )
  const pages = Math.ceil(supplied.length / (rows + 1))
  if (!pages) return []
  const each = Math.ceil(supplied.length / pages)
  return Array.from({ length: pages }, (_, n) => ({
    items: supplied.slice(n * each, (n + 1) * each),
  })).filter((p) => p.items.length)
}

export type Turn = { section: number; page: number }

/** What comes after a page: the next of its section, then the next section; steps back with -1. */
export function turned(
  { section, page }: Turn,
  step: 1 | -1,
  sections: readonly number[],
  pagesInSection: number,
): Turn {
  // Counted on with other screens, a page may be beyond the last.
  const next = (page % Math.max(1, pagesInSection)) + step
  if (next >= 0 && next < pagesInSection) return { section, page: next }
  const at = sections.indexOf(section)
  const to = sections[(at + step + sections.length) % sections.length] ?? section
  return { section: to, page: 0 }
}

/** The indicator whose map belongs beside a page: one of the page's that provinces report, else one of the section's, else any. */
export function mapIndicator(
  page: Page | null,
  section: number,
  byProvince: readonly { code: string; section: number }[],
  supplied: (code: string) => boolean,
): string | null {
  const codes = new Set(byProvince.map((i) => i.code))
  const onPage = page?.items.find((i) => codes.has(i.meta.indicator))
  if (onPage) return onPage.meta.indicator
  const known = byProvince.filter((i) => supplied(i.code))
  return (known.find((i) => i.section === section) ?? known[0])?.code ?? null
}
