// The MapLibre style: local in every part (no tiles, sprites or glyphs to fetch).
import type { FeatureCollection, Point } from 'geojson'
import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { archipelagoLabels, archipelagoRings } from './archipelagos.ts'
import type { Boundaries, Era } from './boundaries.ts'
import { MAP_COLOURS, type MapPalette } from './palette.ts'

export interface MapLook {
  palette: MapPalette
  variant: 'full' | 'small'
  /** CSS pixels of one design unit (screen height / 1080). */
  u: number
}

/** MapLibre draws text from loaded CSS fonts: the first name carries the weight, the second is the family. */
const WORDS = ['Be Vietnam Pro Medium', 'Be Vietnam Pro']
export const LABEL_FONT = '500 24px "Be Vietnam Pro"'

export const IMAGES = { noValue: 'no-value', stale: 'stale', square: 'square', doubt: 'doubt' } as const
/** deck.gl layers go right below these. */
export const BEFORE = { fills: 'stale', marks: 'places' } as const
export const SOURCES = {
  provinces: 'provinces',
  borders: 'borders',
  rings: 'rings',
  names: 'names',
  places: 'places',
  doubts: 'doubts',
}

/** A filter that keeps the provinces of these codes. */
export const codeIn = (codes: readonly string[]): ExpressionSpecification => [
  'in',
  ['get', 'code'],
  ['literal', [...codes]],
]

/** Tried in this order until one is free: beside the mark, then off its corners, then over and under it. */
const ANCHORS: (
  | 'left'
  | 'right'
  | 'top'
  | 'bottom'
  | 'top-left'
  | 'top-right'
  | 'bottom-left'
  | 'bottom-right'
)[] = ['left', 'right', 'top-left', 'bottom-left', 'top-right', 'bottom-right', 'top', 'bottom']

const EMPTY: FeatureCollection<Point> = { type: 'FeatureCollection', features: [] }

/** Bottom to top; deck.gl's fills and marks come between (see BEFORE). */
export function styleLayers({ palette, variant, u }: MapLook): LayerSpecification[] {
  const c = MAP_COLOURS[palette]
  const small = variant === 'small'
  const size = (small ? 18 : 20) * u
  const halo = { 'text-halo-color': c.ground, 'text-halo-width': 2 * u, 'text-halo-blur': 0.5 * u }
  const round = { 'line-join': 'round', 'line-cap': 'round' } as const
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': c.ground } },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land, 'fill-antialias': false } },
    {
      id: 'land-lines',
      type: 'line',
      source: 'land-lines',
      paint: { 'line-color': c.landLine, 'line-width': Math.max(0.75, u) },
    },
    {
      id: 'no-value',
      type: 'fill',
      source: SOURCES.provinces,
      filter: codeIn([]),
      paint: { 'fill-pattern': IMAGES.noValue },
    },
    {
      id: BEFORE.fills,
      type: 'fill',
      source: SOURCES.provinces,
      filter: codeIn([]),
      paint: { 'fill-pattern': IMAGES.stale },
    },
    {
      id: 'borders',
      type: 'line',
      source: SOURCES.borders,
      layout: round,
      paint: { 'line-color': c.ground, 'line-width': (small ? 1 : 1.5) * u },
    },
    {
      id: 'outline',
      type: 'line',
      source: 'outline',
      layout: round,
      paint: { 'line-color': c.coast, 'line-width': u },
    },
    {
      id: 'rings',
      type: 'line',
      source: SOURCES.rings,
      layout: round,
      paint: { 'line-color': c.noValueLine, 'line-width': 1.5 * u, 'line-dasharray': [0.1, 3.5] },
    },
    // Picking needs a layer that covers every province; this one paints nothing.
    { id: 'pick', type: 'fill', source: SOURCES.provinces, paint: { 'fill-opacity': 0 } },
    {
      id: 'hover',
      type: 'line',
      source: SOURCES.provinces,
      filter: codeIn([]),
      layout: round,
      paint: { 'line-color': c.ink2, 'line-width': 2 * u },
    },
    {
      id: 'selected-casing',
      type: 'line',
      source: SOURCES.provinces,
      filter: codeIn([]),
      layout: round,
      paint: { 'line-color': c.ground, 'line-width': 7 * u },
    },
    {
      id: 'selected',
      type: 'line',
      source: SOURCES.provinces,
      filter: codeIn([]),
      layout: round,
      paint: { 'line-color': c.accent, 'line-width': 3 * u },
    },
    {
      id: 'doubts',
      type: 'symbol',
      source: SOURCES.doubts,
      layout: { 'icon-image': IMAGES.doubt, 'icon-overlap': 'always', 'icon-ignore-placement': true },
    },
    {
      id: BEFORE.marks,
      type: 'symbol',
      source: SOURCES.places,
      filter: ['!=', ['get', 'kind'], 'origin'],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': WORDS,
        'text-size': (small ? 20 : 22) * u,
        'text-variable-anchor': ANCHORS,
        'text-radial-offset': 0.6,
        'text-justify': 'auto',
        'text-max-width': 20,
        'text-overlap': 'always',
      },
      paint: { 'text-color': c.ink, ...halo },
    },
    {
      id: 'origin',
      type: 'symbol',
      source: SOURCES.places,
      filter: ['==', ['get', 'kind'], 'origin'],
      layout: {
        'icon-image': IMAGES.square,
        'icon-overlap': 'always',
        'text-field': ['get', 'name'],
        'text-font': WORDS,
        'text-size': (small ? 20 : 22) * u,
        'text-anchor': 'bottom-right',
        'text-offset': [-0.5, -0.1],
        'text-max-width': 20,
        'text-overlap': 'always',
      },
      paint: { 'text-color': c.ink, ...halo },
    },
    {
      id: 'islands',
      type: 'symbol',
      source: 'islands',
      minzoom: 7,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': WORDS,
        'text-size': 18 * u,
        'text-anchor': 'top',
        'text-offset': [0, 0.4],
      },
      paint: { 'text-color': c.ink2, ...halo },
    },
    // Last of all: MapLibre places from the top down, so nothing can crowd these two out.
    {
      id: 'archipelagos',
      type: 'symbol',
      source: SOURCES.names,
      layout: {
        'text-field': ['format', ['get', 'name'], {}, '\n', {}, ['get', 'note'], { 'text-color': c.ink3 }],
        'text-font': WORDS,
        'text-size': size,
        'text-line-height': 1.22,
        'text-max-width': 20,
        'text-anchor': ['get', 'anchor'],
        'text-offset': ['match', ['get', 'anchor'], 'top', ['literal', [1.1, 0.2]], ['literal', [0, -0.2]]],
        'text-overlap': 'always',
      },
      paint: { 'text-color': c.ink2, ...halo },
    },
  ]
}

const geojson = (data: StyleData) => ({ type: 'geojson' as const, data, tolerance: 0.2, buffer: 64 })
type StyleData = GeoJSON.GeoJSON

export function mapStyle(boundaries: Boundaries, era: Era, look: MapLook): StyleSpecification {
  const shapes = boundaries.eras[era]
  return {
    version: 8,
    sources: {
      land: geojson(boundaries.land),
      'land-lines': geojson(boundaries.landLines),
      outline: geojson(boundaries.outline),
      [SOURCES.provinces]: geojson(shapes.provinces),
      [SOURCES.borders]: geojson(shapes.borders),
      [SOURCES.rings]: geojson(archipelagoRings(boundaries)),
      [SOURCES.names]: geojson(archipelagoLabels(boundaries, era, look.variant === 'small')),
      [SOURCES.places]: geojson(EMPTY),
      [SOURCES.doubts]: geojson(EMPTY),
      islands: geojson({
        type: 'FeatureCollection',
        features: boundaries.islands
          .filter(({ kind }) => kind === 'island')
          .map(({ at, name }) => ({
            type: 'Feature',
            properties: { name },
            geometry: { type: 'Point', coordinates: at },
          })),
      }),
    },
    layers: styleLayers(look),
  }
}
