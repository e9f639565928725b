import type { AreaMatch, MatchedUnit } from '../../../shared/alert.ts'
import { type CatalogueSnapshot, nameOn, type Unit } from '../../catalogue/index.ts'
import { unitKey } from '../../intake/index.ts'
import type { CapArea } from '../cap/types.ts'
import { type Ring, ringOf, touches } from './geometry.ts'
import { provinceShapes } from './shapes.ts'

export type MatchedArea = {
  by: AreaMatch
  units: MatchedUnit[]
  /** Names that were not matched, each with the provinces it may be. */
  open: { label: string; candidates: MatchedUnit[] }[]
}

const ISO = /^iso ?3166(-2)?$/i
const PROVINCE_CODE = /^(province|province ?code|adm1|ma ?tinh|mã tỉnh)$/i
const NATION = new Set(['vietnam', 'vn', 'canuoc', 'toanquoc', 'wholecountry'])
const SEPARATORS = /[;,\n/]|\s[-–]\s|\s(?:và|and)\s/

/** The provinces of a day that a CAP area names, by code or by name, or that its shape touches. Ambiguity is never guessed away. */
export function matchArea(area: CapArea, now: CatalogueSnapshot, day: string): MatchedArea {
  const found: MatchedArea = { by: null, units: [], open: [] }
  const add = (by: NonNullable<AreaMatch>, units: readonly MatchedUnit[]) => {
    found.by ??= by
    for (const u of units) if (!found.units.some((k) => k.code === u.code)) found.units.push(u)
  }
  const names = new Names(now, day)
  for (const { valueName, value } of area.geocodes) {
    const unit = ISO.test(valueName)
      ? now.units.find((u) => u.iso?.toUpperCase() === value.toUpperCase())
      : PROVINCE_CODE.test(valueName)
        ? now.unitOn(value, day)
        : undefined
    if (unit?.kind !== 'province' && unit?.kind !== 'nation') continue
    const [of, ...more] = names.today(unit)
    if (of && !more.length) add('geocode', [of])
  }
  if (found.by) return found
  for (const label of area.areaDesc.split(SEPARATORS).map((l) => l.trim())) {
    if (!label) continue
    const units = names.find(label)
    const [one] = units
    // Several are meant only by a region's name; an old province that was divided asks.
    if (one && (units.length === 1 || names.isRegion(label))) add('name', units)
    else found.open.push({ label, candidates: units })
  }
  if (found.by) return found
  const rings: Ring[] = [
    ...area.polygons.map((p) => p.map(([lat, lon]) => [lon, lat] as const)),
    ...area.circles.map(ringOf),
  ]
  for (const { code, polygons } of rings.length ? provinceShapes(day) : []) {
    const unit = now.unitOn(code, day)
    if (unit && rings.some((ring) => polygons.some((p) => touches(ring, p))))
      add('shape', [{ code, name: nameOn(unit, day), label: null }].map(plain))
  }
  return found.by ? { ...found, open: [] } : found
}

const plain = ({ code, name, label }: MatchedUnit): MatchedUnit => ({
  code,
  name: { vi: name.vi, en: name.en },
  label,
})

/** Provinces by name, today's first, then those that became part of today's. */
class Names {
  readonly #now: CatalogueSnapshot
  readonly #day: string
  constructor(now: CatalogueSnapshot, day: string) {
    this.#now = now
    this.#day = day
  }

  /** What a unit of any day is on this one: itself, or what succeeded it, under its old name. */
  today(unit: Unit): MatchedUnit[] {
    const of = this.#now.unitOn(unit.code, this.#day)
    if (of?.id === unit.id) return [plain({ code: unit.code, name: nameOn(unit, this.#day), label: null })]
    const old = nameOn(unit, unit.validTo ?? this.#day).vi
    return this.#now
      .successorsOf(unit.id)
      .flatMap((s) => this.today(s.unit))
      .map((u) => ({ ...u, label: u.label ?? old }))
  }

  isRegion(label: string): boolean {
    return this.#on('region', unitKey(label)).length > 0
  }

  find(label: string): MatchedUnit[] {
    const key = unitKey(label)
    if (NATION.has(key)) return this.today(this.#now.nation())
    const provinces = this.#on('province', key)
    if (provinces.length) return provinces.flatMap((u) => this.today(u))
    const regions = this.#on('region', key)
    if (regions.length)
      return regions.flatMap((r) =>
        this.#now
          .children(r.id, this.#day)
          .filter((u) => u.kind === 'province')
          .flatMap((u) => this.today(u)),
      )
    const old = this.#now.units.filter(
      (u) => u.kind === 'province' && u.validTo !== null && this.#named(u, key),
    )
    const all = old.flatMap((u) => this.today(u))
    return all.filter((u, i) => all.findIndex((k) => k.code === u.code) === i)
  }

  #on(kind: string, key: string): Unit[] {
    return this.#now.unitsOfKind(kind, this.#day).filter((u) => this.#named(u, key))
  }
  #named(unit: Unit, key: string): boolean {
    return key !== '' && unit.names.some((n) => unitKey(n.vi) === key || unitKey(n.en) === key)
  }
}
