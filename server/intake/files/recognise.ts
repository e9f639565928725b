import type { ItemChoice, MappingInput } from '../../../shared/api/intake.ts'
import { parsePeriod } from '../../../shared/period.ts'
import { type CatalogueSnapshot, dayOf } from '../../catalogue/index.ts'
import type { Cube, Table } from '../decode/types.ts'
import { fold } from '../names.ts'
import { readPeriod } from './period.ts'
import { type Axis, axesOf, flatten, HEADS, type Layout, ONLY } from './shape.ts'
import type { UnitNames } from './units.ts'

export type Recognised = { axes: Axis[]; layout: Layout; items: string[] }
const share = (labels: string[], test: (label: string) => boolean) =>
  labels.length ? labels.filter(test).length / labels.length : 0

/** Which axis holds units, which periods, and what is left as items: what a person would see in the first lines. */
export function recognise(data: Table | Cube, names: UnitNames, given?: MappingInput): Recognised {
  const axes = axesOf(data)
  const day = someDay(axes)
  const isUnit = (label: string) => /\p{L}/u.test(label) && names.find(label, day) !== undefined
  const best = (score: (a: Axis) => number, least: number, but?: Axis) =>
    axes
      .filter((a) => a !== but)
      .map((a) => ({ a, s: score(a) }))
      .filter(({ s }) => s >= least)
      .sort((x, y) => y.s - x.s)[0]?.a
  const time = best((a) => (a.role === 'time' ? 2 : share(a.labels, (l) => readPeriod(l) !== null)), 0.8)
  const unit = best((a) => (a.role === 'geo' ? 2 : share(a.labels, isUnit)), 0.5, time)
  const heads =
    data.kind === 'table' && !time && axes.filter((a) => a.numeric && readPeriod(a.label) !== null).length > 1
  const layout: Layout = {
    unit: given ? ('dimension' in given.unit ? given.unit.dimension : null) : (unit?.id ?? null),
    time: given
      ? 'dimension' in given.time
        ? given.time.dimension
        : null
      : heads
        ? HEADS
        : (time?.id ?? null),
    items: null,
  }
  if (data.kind === 'table') {
    const used = (a: Axis) => a.id === layout.unit || a.id === layout.time
    const columns = axes.filter((a) => !used(a) && a.numeric)
    layout.items = (layout.time === HEADS ? columns.filter((a) => readPeriod(a.label)) : columns).map(
      (a) => a.id,
    )
  }
  const items =
    data.kind === 'table'
      ? layout.time === HEADS
        ? [ONLY]
        : (layout.items ?? [])
      : [...new Set(flatten(data, layout).map((c) => c.item))]
  return { axes, layout, items }
}

/** A day inside the file's first readable period: the units in force then are the ones it names. */
function someDay(axes: Axis[]): string {
  for (const a of axes)
    for (const l of [...a.labels, a.label]) {
      const read = readPeriod(l)
      const interval = read && parsePeriod(read.period)
      if (interval) return dayOf(interval.to - 1)
    }
  return dayOf(Date.now())
}

/** The item's indicator when code or name is the very same: an index level is not its growth, so nothing is guessed. */
export function indicatorFor(item: string, now: CatalogueSnapshot): string | null {
  const exact = now.indicator(item.trim())
  if (exact) return exact.code
  const wanted = new Set([fold(item), fold(item.replace(/\([^)]*\)+\s*$/, ''))].filter(Boolean))
  const found = now.indicators.filter((i) =>
    [i.name.vi, i.name.en, i.short.vi, i.short.en].some((n) => wanted.has(fold(n))),
  )
  return found.length === 1 ? found[0]!.code : null
}

/** 'Average population (Thous. pers.)' → 'Thous. pers.' */
export function measureHint(item: string): string | null {
  const hint = /\(([^()*]+)/.exec(item)?.[1]?.trim()
  return hint || null
}

/** How published tables write measures, each with the catalogue's code (all folded). */
const MEASURES: Record<string, string> = {
  thouspers: 'nghinnguoi',
  thousandpersons: 'nghinnguoi',
  thouspersons: 'nghinnguoi',
  persons: 'nguoi',
  pers: 'nguoi',
  personkm2: 'nguoikm2',
  billdongs: 'tydong',
  billiondongs: 'tydong',
  billvnd: 'tydong',
  milldongs: 'trieudong',
  millionusd: 'trieuusd',
  millusd: 'trieuusd',
  thoustons: 'nghintan',
  thousha: 'nghinha',
}

/**
 * The catalogue's measure for a hint, when it converts to the indicator's. Undefined = the hint is not understood, so a
 * person has to say what these figures are in.
 */
function measureFor(hint: string, code: string, now: CatalogueSnapshot): string | undefined {
  const wanted = new Set([fold(hint), MEASURES[fold(hint)]])
  const indicator = now.indicator(code)
  const known = [indicator?.measure ?? '', ...new Set(now.indicators.map((i) => i.measure))]
  return known.find((m) => {
    const symbol = now.measure(m)?.symbol
    const same =
      hint.trim() === m ||
      [m, symbol?.vi ?? '', symbol?.en ?? ''].some((x) => x !== '' && wanted.has(fold(x) || x))
    return same && indicator && now.convert(1, m, indicator.measure) !== null
  })
}

/** What is proposed before a person has said anything. Items without an indicator stay undecided. */
export function propose({ layout, items }: Recognised, now: CatalogueSnapshot): MappingInput {
  const choices: Record<string, ItemChoice> = {}
  for (const item of items) {
    const code = indicatorFor(item, now)
    const hint = measureHint(item)
    if (!code) continue
    if (hint === null) choices[item] = { indicator: code }
    else {
      const measure = measureFor(hint, code, now)
      if (measure) choices[item] = { indicator: code, measure }
    }
  }
  return {
    unit: layout.unit === null ? { code: now.nation().code } : { dimension: layout.unit },
    time: layout.time === null ? { period: '' } : { dimension: layout.time },
    items: choices,
  }
}
