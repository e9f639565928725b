// Hoàng Sa and Trường Sa: drawn on every map, in every language, with ring and label.
import type { Feature, FeatureCollection, LineString, Point } from 'geojson'
import { ringPath, ringPole } from './arcs.ts'
import type { Boundaries, Era, Island } from './boundaries.ts'

/** Degrees of longitude, by the code of the province that administers it: wide enough for its known islets. */
const RING_RADIUS: Record<string, number> = { '48': 1.2, '56': 2.15 }

export interface ArchipelagoLabel {
  name: string
  note: string
  /** Which part of the text stands on the point. */
  anchor: 'top' | 'bottom'
}

const all = ({ islands }: Boundaries): Island[] => islands.filter(({ kind }) => kind === 'archipelago')
const radius = (island: Island): number => RING_RADIUS[island.code['34']] ?? 1.5

export const archipelagoRings = (boundaries: Boundaries): FeatureCollection<LineString> => ({
  type: 'FeatureCollection',
  features: all(boundaries).map((island) => ({
    type: 'Feature',
    properties: { name: island.name },
    geometry: { type: 'LineString', coordinates: ringPath(island.at, radius(island)) },
  })),
})

/**
 * The northern label hangs under its ring, the southern stands on its own: both in the open sea between. A small
 * map has no room for two there, so the northern one stands on its ring too.
 */
export function archipelagoLabels(
  boundaries: Boundaries,
  era: Era,
  small: boolean,
): FeatureCollection<Point, ArchipelagoLabel> {
  const northernmost = Math.max(...all(boundaries).map(({ at }) => at[1]))
  return {
    type: 'FeatureCollection',
    features: all(boundaries).map((island): Feature<Point, ArchipelagoLabel> => {
      const under = island.at[1] === northernmost && !small
      const province = boundaries.eras[era].byCode.get(island.code[era])?.name_vi ?? ''
      return {
        type: 'Feature',
        properties: {
          name: small ? island.name.replace('Quần đảo', 'QĐ.') : island.name,
          note: `(${province})`,
          anchor: under ? 'top' : 'bottom',
        },
        geometry: { type: 'Point', coordinates: ringPole(island.at, radius(island), under ? -1 : 1) },
      }
    }),
  }
}
