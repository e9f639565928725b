import type { IndicatorPeriod } from '../../../shared/vocabulary.ts'
import { fold } from '../names.ts'

export type ReadPeriod = {
  /** '2013-Q4', '2024', '2013-10', '2013-10-01'. */
  period: string
  kind: Exclude<IndicatorPeriod, 'realtime'>
  /** Statistics mark a first estimate in the label: 'Sơ bộ 2024', 'Prel. 2024'. */
  provisional: boolean
}
const ROMAN: Record<string, string> = { i: '1', ii: '2', iii: '3', iv: '4' }
const two = (n: string) => n.padStart(2, '0')
type Made = [ReadPeriod['kind'], string] | null

const year = (y: string) => Number(y) >= 1900 && Number(y) <= 2200
const quarter = (y: string, q: string): Made => (year(y) ? ['quarterly', `${y}-Q${ROMAN[q] ?? q}`] : null)
const month = (y: string, m: string): Made =>
  year(y) && Number(m) >= 1 && Number(m) <= 12 ? ['monthly', `${y}-${two(m)}`] : null

/** Ways in which published tables write a period, over the folded label (letters and digits) or the plain one. */
const FORMS: [RegExp, (m: string[]) => Made][] = [
  [/^(\d{4})$/, ([, y]) => (year(y!) ? ['yearly', y!] : null)],
  [/^nam(\d{4})$/, ([, y]) => (year(y!) ? ['yearly', y!] : null)],
  [/^(\d{4})q(?:uy)?([1-4])$/, ([, y, q]) => quarter(y!, q!)],
  [/^q(?:uy|uarter)?([1-4]|iv|i{1,3})(?:nam)?(\d{4})$/, ([, q, y]) => quarter(y!, q!)],
  [/^(\d{4})m(\d{1,2})$/, ([, y, m]) => month(y!, m!)],
  [/^(?:thang|m)(\d{1,2})(?:nam)?(\d{4})$/, ([, m, y]) => month(y!, m!)],
]
const PLAIN: [RegExp, (m: string[]) => Made][] = [
  [/^(\d{4})[-/](\d{1,2})$/, ([, y, m]) => month(y!, m!)],
  [/^(?:tháng\s*)?(\d{1,2})[-/](\d{4})$/i, ([, m, y]) => month(y!, m!)],
  [
    /^(\d{4})-(\d{2})-(\d{2})(?:T00:00:00(?:\.000)?Z)?$/,
    ([, y, m, d]) => (month(y!, m!) ? ['daily', `${y}-${m}-${d}`] : null),
  ],
  [
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/,
    ([, d, m, y]) => (month(y!, m!) ? ['daily', `${y}-${two(m!)}-${two(d!)}`] : null),
  ],
]
const PRELIMINARY = /^(?:sobo|uoc|uoctinh|prel|preliminary|est|estimated)/

/** Reads a period as tables print it; null = it is none. */
export function readPeriod(label: string): ReadPeriod | null {
  const plain = label.trim()
  for (const [form, make] of PLAIN) {
    const m = form.exec(plain)
    const made = m && make([...m])
    if (made) return { kind: made[0], period: made[1], provisional: false }
  }
  const folded = fold(plain)
  const bare = folded.replace(PRELIMINARY, '')
  for (const [form, make] of FORMS) {
    const m = form.exec(bare)
    const made = m && make([...m])
    if (made) return { kind: made[0], period: made[1], provisional: bare !== folded }
  }
  return null
}

/** A first day that stands for its month, quarter or year ('2013-10-01' of a monthly series) becomes that period. */
export function fitPeriod({ period, kind }: ReadPeriod, wanted: IndicatorPeriod): string {
  if (kind !== 'daily' || !period.endsWith('-01')) return period
  const [y, m] = period.split('-')
  if (wanted === 'monthly') return `${y}-${m}`
  if (wanted === 'quarterly' && Number(m) % 3 === 1) return `${y}-Q${(Number(m) + 2) / 3}`
  if (wanted === 'yearly' && m === '01') return y!
  return period
}
