import type { Element, Rules } from './element.ts'
import type { CapArea } from './types.ts'

const MOST_POINTS = 5_000

const NAMED: Rules = { one: ['valueName', 'value'] }
const RULES: Rules = {
  one: ['areaDesc'],
  optional: ['altitude', 'ceiling'],
  many: ['polygon', 'circle', 'geocode'],
}

export function named(parent: Element, name: string): { valueName: string; value: string }[] {
  return parent.each(name).map((e) => {
    e.allow(NAMED)
    return { valueName: e.text('valueName') ?? '', value: e.text('value') ?? '' }
  })
}

/** 'lat,lon' in WGS 84; null = it is no such pair. */
function point(text: string): [number, number] | null {
  const pair = /^([-+]?\d+(?:\.\d+)?),([-+]?\d+(?:\.\d+)?)$/.exec(text)
  const [lat, lon] = [Number(pair?.[1] ?? Number.NaN), Number(pair?.[2] ?? Number.NaN)]
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null
}

function polygon(e: Element, text: string): [number, number][] {
  const pairs = text.split(/\s+/)
  if (pairs.length > MOST_POINTS) {
    e.defect('polygon', `has ${pairs.length} points, at most ${MOST_POINTS} are read`)
    return []
  }
  const points = pairs.map(point)
  const bad = points.indexOf(null)
  if (bad >= 0) e.defect('polygon', `'${pairs[bad]?.slice(0, 40)}' is no 'latitude,longitude'`)
  else if (points.length < 4) e.defect('polygon', 'has fewer than 4 points')
  else if (pairs[0] !== pairs.at(-1)) e.defect('polygon', 'its last point is not its first')
  else return points.filter((p) => p !== null)
  return []
}

function circle(e: Element, text: string): CapArea['circles'] {
  const [centre = '', radius = ''] = text.split(/\s+/)
  const at = point(centre)
  const km = /^\d+(\.\d+)?$/.test(radius) ? Number(radius) : Number.NaN
  if (at && km >= 0) return [{ lat: at[0], lon: at[1], km }]
  e.defect('circle', `'${text.slice(0, 40)}' is no 'latitude,longitude radius'`)
  return []
}

export function readArea(e: Element): CapArea {
  e.allow(RULES)
  return {
    areaDesc: e.text('areaDesc') ?? '',
    polygons: e
      .texts('polygon')
      .map((t) => polygon(e, t))
      .filter((p) => p.length > 0),
    circles: e.texts('circle').flatMap((t) => circle(e, t)),
    geocodes: named(e, 'geocode'),
    altitude: e.number('altitude'),
    ceiling: e.number('ceiling'),
  }
}
