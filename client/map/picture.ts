// From what a page knows to what the map shows: pure, so that an unchanged picture costs nothing.
import type { FeatureCollection, Point } from 'geojson'
import type { LiveArc } from './arcs.ts'
import type { EraShapes } from './boundaries.ts'
import { MAP_COLOURS, type MapPalette } from './palette.ts'
import { classOf, type MapClasses } from './scale.ts'

export interface MapValue {
  value: number | null
  /** The value as a person reads it, with its unit. */
  label?: string
  freshness?: string
  /** It does not agree with another number. */
  disputed?: boolean
  /** '<indicator>@<unit code>', for the lineage of the number. */
  series?: string
}
export interface MapLabel {
  code: string
  name: string
}

export interface Colouring {
  /** Province code → '#RRGGBB'. */
  fills: Map<string, string>
  noValue: string[]
  stale: string[]
  disputed: string[]
  /** Equal for equal pictures. */
  key: string
}

/** Without classes the map is flat: it shows where the selected province is, and nothing is missing. */
export function colouring(
  shapes: EraShapes,
  values: ReadonlyMap<string, MapValue>,
  classes: MapClasses | null,
  palette: MapPalette,
  selected: string | null,
): Colouring {
  const fills = new Map<string, string>()
  const noValue: string[] = []
  const stale: string[] = []
  const disputed: string[] = []
  for (const code of shapes.byCode.keys()) {
    if (!classes) {
      fills.set(code, code === selected ? MAP_COLOURS[palette].accent : MAP_COLOURS[palette].flat)
      continue
    }
    const known = values.get(code)
    const colour =
      known?.value != null && Number.isFinite(known.value)
        ? classes.colors[classOf(known.value, classes.breaks)]
        : undefined
    if (!colour) noValue.push(code)
    else {
      fills.set(code, colour)
      if (known?.freshness === 'stale') stale.push(code)
      if (known?.disputed) disputed.push(code)
    }
  }
  const key = [[...fills].join(';'), noValue.join(), stale.join(), disputed.join()].join('|')
  return { fills, noValue, stale, disputed, key }
}

/** Where the provinces of these codes are marked. */
export const marks = (shapes: EraShapes, codes: readonly string[]): FeatureCollection<Point> => ({
  type: 'FeatureCollection',
  features: codes.flatMap((code) => {
    const at = shapes.byCode.get(code)?.centre
    return at
      ? [{ type: 'Feature', properties: { code }, geometry: { type: 'Point', coordinates: [...at] } }]
      : []
  }),
})

/** The province whose centre is nearest to a point: the name of the place that arcs start from. */
export function nearestName(shapes: EraShapes, at: readonly [number, number]): string {
  let name = ''
  let nearest = Number.POSITIVE_INFINITY
  for (const { centre, name_vi } of shapes.byCode.values()) {
    const distance = Math.hypot(centre[0] - at[0], centre[1] - at[1])
    if (distance < nearest) {
      nearest = distance
      name = name_vi
    }
  }
  return name
}

export interface PlaceProperties {
  name: string
  kind: 'origin' | 'place'
}

/** Named places: where the arcs start and end, and the provinces asked for; each name once. */
export function places(
  shapes: EraShapes,
  arcs: readonly LiveArc[],
  labels: readonly MapLabel[],
): FeatureCollection<Point, PlaceProperties> {
  const found = new Map<string, { at: readonly [number, number]; kind: PlaceProperties['kind'] }>()
  const origin = arcs[0]
  if (origin) found.set(nearestName(shapes, origin.from), { at: origin.from, kind: 'origin' })
  for (const { name, to } of arcs) if (!found.has(name)) found.set(name, { at: to, kind: 'place' })
  for (const { code, name } of labels) {
    const at = shapes.byCode.get(code)?.centre
    if (at && !found.has(name)) found.set(name, { at, kind: 'place' })
  }
  return {
    type: 'FeatureCollection',
    features: [...found].map(([name, { at, kind }]) => ({
      type: 'Feature',
      properties: { name: name.normalize('NFC'), kind },
      geometry: { type: 'Point', coordinates: [...at] },
    })),
  }
}
