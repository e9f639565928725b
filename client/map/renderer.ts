// One MapLibre map with deck.gl interleaved: one GL context from construction to destroy().
import { MapLibreOverlay } from '@deck.gl/maplibre'
import { GeoJSONSource, Map as MapLibreMap, type MapMouseEvent, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { offerPicture } from '../export/picture/surfaces.ts'
import type { LiveArc } from './arcs.ts'
import type { Boundaries, Era } from './boundaries.ts'
import { deckLayers } from './layers.ts'
import { MAP_COLOURS } from './palette.ts'
import { diamondImage, hatchImage, squareImage } from './patterns.ts'
import { type Colouring, colouring, type MapLabel, type MapValue, marks, places } from './picture.ts'
import type { MapClasses } from './scale.ts'
import { codeIn, IMAGES, type MapLook, mapStyle, SOURCES } from './style.ts'
import { COUNTRY, fitOptions, ROAM } from './view.ts'

setWorkerUrl(workerUrl)

export interface MapState {
  era: Era
  values: ReadonlyMap<string, MapValue>
  classes: MapClasses | null
  arcs: readonly LiveArc[]
  labels: readonly MapLabel[]
  selected: string | null
  look: MapLook
}
export interface MapEvents {
  onPick(code: string): void
  /** Province under the pointer and its place in CSS pixels, or null when it left. */
  onHover(code: string | null, x: number, y: number): void
  onContextLost(): void
}
export interface MapRenderer {
  update(state: MapState): void
  zoom(by: number): void
  fit(): void
  destroy(): void
}

/** @throws Error when the browser gives no WebGL2 context. */
export function createRenderer(
  container: HTMLElement,
  boundaries: Boundaries,
  first: MapState,
  interactive: boolean,
  events: MapEvents,
): MapRenderer {
  let state = first
  let painted: Colouring | undefined
  let ready = false
  let moved = false
  let hovered: string | null = null

  const map = new MapLibreMap({
    container,
    style: mapStyle(boundaries, first.era, first.look),
    bounds: COUNTRY,
    fitBoundsOptions: fitOptions(first.look),
    interactive,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 11,
    maxBounds: interactive ? ROAM : undefined,
    renderWorldCopies: false,
    attributionControl: false,
    fadeDuration: 0,
    canvasContextAttributes: { antialias: true },
  })
  // Its drawing is gone after the frame, so a picture is taken within one.
  offerPicture(map.getCanvas(), () => {
    const drawn = map.once('render').then(() => createImageBitmap(map.getCanvas()))
    map.triggerRepaint()
    return drawn
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  const overlay = new MapLibreOverlay({ interleaved: true, layers: [] })
  map.addControl(overlay)

  function drawImages() {
    const { palette, u } = state.look
    const c = MAP_COLOURS[palette]
    const ratio = window.devicePixelRatio
    // Between two whole zoom levels MapLibre stretches a pattern with its tile; the image makes up for it.
    const zoom = map.getZoom()
    const stretch = interactive ? 1 : 2 ** (zoom - Math.floor(zoom))
    const pixels = (units: number) => units * u * ratio
    const images: [string, ImageData, number][] = [
      [
        IMAGES.noValue,
        hatchImage({
          ground: c.noValue,
          line: c.noValueLine,
          width: pixels(2),
          period: pixels(7),
          rising: true,
        }),
        ratio * stretch,
      ],
      [
        IMAGES.stale,
        hatchImage({ line: c.staleLine, width: pixels(2), period: pixels(8), rising: false }),
        ratio * stretch,
      ],
      [IMAGES.doubt, diamondImage(c.doubt, c.ground, pixels(18), pixels(3)), ratio],
      [IMAGES.square, squareImage(c.ink, c.ground, pixels(11), pixels(2.5)), ratio],
    ]
    for (const [name, image, pixelRatio] of images) {
      if (map.hasImage(name)) map.removeImage(name)
      map.addImage(name, image, { pixelRatio })
    }
  }

  const setSelected = () => {
    // A flat map fills the selected province instead.
    const codes = state.selected && state.classes ? [state.selected] : []
    map.setFilter('selected', codeIn(codes))
    map.setFilter('selected-casing', codeIn(codes))
  }

  function setPoints(source: string, points: Parameters<GeoJSONSource['setData']>[0]) {
    const found = map.getSource(source)
    if (found instanceof GeoJSONSource) found.setData(points)
  }

  function drawDeck(force: boolean) {
    const { era, values, classes, arcs, look, selected } = state
    const next = colouring(boundaries.eras[era], values, classes, look.palette, selected)
    const recoloured = next.key !== painted?.key
    if (!recoloured && !force) return
    if (next.noValue.join() !== painted?.noValue.join()) map.setFilter('no-value', codeIn(next.noValue))
    if (next.stale.join() !== painted?.stale.join()) map.setFilter('stale', codeIn(next.stale))
    if (next.disputed.join() !== painted?.disputed.join())
      setPoints(SOURCES.doubts, marks(boundaries.eras[era], next.disputed))
    // Kept when equal: the same object tells deck.gl that the colours are the same.
    painted = recoloured || !painted ? next : painted
    overlay.setProps({ layers: deckLayers(boundaries, boundaries.eras[era], painted.fills, arcs, look) })
  }

  function fitCountry() {
    moved = false
    map.fitBounds(COUNTRY, fitOptions(state.look))
    if (ready && !interactive) drawImages()
  }

  /** Applies what differs from `before`; everything when there is none. */
  function apply(before: MapState | undefined) {
    const shapes = boundaries.eras[state.era]
    const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)
    if (before && (state.era !== before.era || differs(state.look, before.look))) {
      // A diff of the style, not a new map; 'style.load' follows and applies the rest.
      map.setStyle(mapStyle(boundaries, state.era, state.look), { diff: true, validate: false })
      if (!moved) fitCountry()
      return
    }
    const newArcs = differs(state.arcs, before?.arcs)
    if (!before) {
      painted = undefined
      drawImages()
    }
    if (newArcs || differs(state.labels, before?.labels)) {
      setPoints(SOURCES.places, places(shapes, state.arcs, state.labels))
    }
    if (state.selected !== before?.selected || state.classes !== before?.classes) setSelected()
    drawDeck(newArcs)
  }

  const hover = (event: MapMouseEvent) => {
    if (!ready) return
    const [top] = map.queryRenderedFeatures(event.point, { layers: ['pick'] })
    const code: unknown = top?.properties.code
    const next = typeof code === 'string' ? code : null
    if (next !== hovered) {
      hovered = next
      map.setFilter('hover', codeIn(next ? [next] : []))
      map.getCanvas().style.cursor = next ? 'pointer' : ''
    }
    events.onHover(next, event.point.x, event.point.y)
  }
  const leave = () => {
    hovered = null
    if (ready) map.setFilter('hover', codeIn([]))
    events.onHover(null, 0, 0)
  }

  map.on('style.load', () => {
    ready = true
    apply(undefined)
  })
  if (interactive) {
    map.on('mousemove', hover)
    map.on('mouseout', leave)
    map.on('click', (event) => {
      hover(event)
      if (hovered) events.onPick(hovered)
    })
  }
  // Layers handed over while the style was still loading are put in their places once it rests.
  map.once('idle', () => drawDeck(true))
  map.on('resize', () => {
    if (!moved) fitCountry()
  })
  map.on('movestart', (event) => {
    if (event.originalEvent) moved = true
  })
  map.on('webglcontextlost', events.onContextLost)

  return {
    update(next) {
      const before = state
      state = next
      if (ready) apply(before)
    },
    zoom(by) {
      moved = true
      map.easeTo({ zoom: map.getZoom() + by, duration: 150 })
    },
    fit: fitCountry,
    destroy() {
      // The loss that remove() causes on purpose is not news.
      map.off('webglcontextlost', events.onContextLost)
      map.remove()
    },
  }
}
