// What deck.gl draws: fills, live arcs, points.
import type { Layer } from '@deck.gl/core'
import { PathLayer, ScatterplotLayer, SolidPolygonLayer } from '@deck.gl/layers'
import { arcPath, type LiveArc } from './arcs.ts'
import type { Boundaries, EraShapes, Island } from './boundaries.ts'
import { MAP_COLOURS, rgba } from './palette.ts'
import { BEFORE, type MapLook } from './style.ts'

/** Province code → '#RRGGBB'. A province that is not in it shows the hatching below. */
export type Fills = ReadonlyMap<string, string>

interface Stacked {
  beforeId: string
}
type Part = EraShapes['parts'][number]
type Colour = [number, number, number, number]

/** Everything lies in one plane: the order of drawing decides, never the depth. */
const FLAT = { depthCompare: 'always', depthWriteEnabled: false } as const
const CLEAR: Colour = [0, 0, 0, 0]

function fillLayer(shapes: EraShapes, fills: Fills): Layer {
  const colours = new Map([...fills].map(([code, hex]) => [code, rgba(hex)]))
  return new SolidPolygonLayer<Part, Stacked>({
    id: 'province-fills',
    beforeId: BEFORE.fills,
    data: shapes.parts,
    getPolygon: (part) => part.polygon,
    getFillColor: (part) => colours.get(part.code) ?? CLEAR,
    updateTriggers: { getFillColor: [fills] },
    extruded: false,
    parameters: FLAT,
  })
}

function islandLayer(islands: Island[], look: MapLook): Layer {
  const { ink } = MAP_COLOURS[look.palette]
  return new ScatterplotLayer<Island, Stacked>({
    id: 'islands',
    beforeId: BEFORE.marks,
    data: islands,
    getPosition: (island) => island.at,
    getRadius: (look.variant === 'small' ? 1.6 : 2.2) * look.u,
    radiusUnits: 'pixels',
    getFillColor: rgba(ink),
    updateTriggers: { getRadius: [look.u, look.variant], getFillColor: [look.palette] },
    parameters: FLAT,
  })
}

function arcLayers(arcs: readonly LiveArc[], { palette, variant, u }: MapLook): Layer[] {
  const c = MAP_COLOURS[palette]
  const scale = (variant === 'small' ? 0.8 : 1) * u
  const paths = arcs.filter(({ from, to }) => from[0] !== to[0] || from[1] !== to[1])
  const line = (id: string, colour: string, width: number): Layer =>
    new PathLayer<LiveArc, Stacked>({
      id,
      beforeId: BEFORE.marks,
      data: paths,
      getPath: (arc) => arcPath(arc.from, arc.to),
      getColor: rgba(colour),
      getWidth: width,
      widthUnits: 'pixels',
      capRounded: true,
      jointRounded: true,
      updateTriggers: { getColor: [colour], getWidth: [width] },
      parameters: FLAT,
    })
  const disc = (id: string, colour: string, radius: number): Layer =>
    new ScatterplotLayer<LiveArc, Stacked>({
      id,
      beforeId: BEFORE.marks,
      data: arcs,
      getPosition: (arc) => arc.to,
      getRadius: radius,
      radiusUnits: 'pixels',
      getFillColor: rgba(colour),
      updateTriggers: { getFillColor: [colour], getRadius: [radius] },
      parameters: FLAT,
    })
  // A ring is three discs: an outline drawn as a stroke would be soft at the sizes of a small screen.
  return [
    line('arc-casing', c.ground, 6 * scale),
    line('arcs', c.ink, 2.5 * scale),
    disc('ring-casing', c.ground, 10 * scale),
    disc('rings', c.ink, 8 * scale),
    disc('ring-holes', c.ground, 4.8 * scale),
  ]
}

/** The same ids in the same order every time: deck.gl keeps their buffers and only what changed is uploaded. */
export function deckLayers(
  boundaries: Boundaries,
  shapes: EraShapes,
  fills: Fills,
  arcs: readonly LiveArc[],
  look: MapLook,
): Layer[] {
  return [fillLayer(shapes, fills), islandLayer(boundaries.dots, look), ...arcLayers(arcs, look)]
}
