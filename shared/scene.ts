// A scene of the wall as a document: parts on a grid, each bound to numbers, in pages that turn by themselves.
import { type Static, type TSchema, Type } from 'typebox'

const closed = { additionalProperties: false }
const Code = Type.String({ minLength: 1, maxLength: 40, pattern: '^[\\p{L}\\p{N}._-]+$' })
const Text = Type.String({ minLength: 1, maxLength: 400, pattern: '\\S' })
export const SceneWords = Type.Object({ vi: Text, en: Text }, closed)
export const SceneKey = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,39}$' })
/** One number: an indicator of a unit. */
export const SceneCell = Type.Object({ indicator: Code, unit: Code }, closed)
export type SceneCell = Static<typeof SceneCell>

/** Cells of the grid, from the upper left corner. */
const place = {
  x: Type.Integer({ minimum: 0, maximum: 95 }),
  y: Type.Integer({ minimum: 0, maximum: 95 }),
  w: Type.Integer({ minimum: 1, maximum: 96 }),
  h: Type.Integer({ minimum: 1, maximum: 96 }),
}
export const ScenePlace = Type.Object(place, closed)
export type ScenePlace = Static<typeof ScenePlace>

const part = <K extends string, F extends Record<string, TSchema>>(kind: K, fields: F) =>
  Type.Object(
    {
      id: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
      kind: Type.Literal(kind),
      ...place,
      /** Where it stands on walls wider than 2.4 times their height; absent: the same place. */
      wide: Type.Optional(ScenePlace),
      title: Type.Optional(SceneWords),
      ...fields,
    },
    closed,
  )
const cells = (most: number) => Type.Array(SceneCell, { minItems: 1, maxItems: most })

const Sections = part('sections', { section: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })) })
const Heading = part('heading', {})
const Coverage = part('coverage', {})
const Connections = part('connections', { look: Type.Enum(['count', 'beat']) })
const Clock = part('clock', {})
const MapPart = part('map', { indicator: Code })
const Hero = part('hero', { indicator: Code, unit: Code })
const Rows = part('rows', { cells: cells(8) })
const Tiles = part('tiles', { cells: cells(12) })
const Chart = part('chart', { indicator: Code, unit: Code })
const Table = part('table', {
  indicators: Type.Array(Code, { minItems: 1, maxItems: 6 }),
  units: Type.Array(Code, { minItems: 1, maxItems: 40 }),
})
const Ranking = part('ranking', {
  indicator: Code,
  order: Type.Enum(['highest', 'lowest']),
  count: Type.Integer({ minimum: 3, maximum: 34 }),
})
const Alerts = part('alerts', { count: Type.Integer({ minimum: 1, maximum: 12 }) })
/** Alarms that stand on the wall by their rule. */
const Alarms = part('alarms', { count: Type.Integer({ minimum: 1, maximum: 12 }) })
/** Provinces by the severity of what is in force over them. */
const Warned = part('warned', {})
const Directives = part('directives', { count: Type.Integer({ minimum: 1, maximum: 12 }) })
const Spotlight = part('spotlight', {})
const Roll = part('roll', {})
const TextPart = part('text', { text: SceneWords, look: Type.Enum(['title', 'body', 'note']) })
const Event = part('event', {})

export const PART_SHAPES = {
  sections: Sections,
  heading: Heading,
  coverage: Coverage,
  connections: Connections,
  clock: Clock,
  map: MapPart,
  hero: Hero,
  rows: Rows,
  tiles: Tiles,
  chart: Chart,
  table: Table,
  ranking: Ranking,
  alarms: Alarms,
  alerts: Alerts,
  warned: Warned,
  directives: Directives,
  spotlight: Spotlight,
  roll: Roll,
  text: TextPart,
  event: Event,
} as const
export type PartKind = keyof typeof PART_SHAPES
export const PART_KINDS = Object.keys(PART_SHAPES) as PartKind[]
export const ScenePart = Type.Union([
  ...[Sections, Heading, Coverage, Connections, Clock, MapPart, Hero, Rows, Tiles, Chart],
  ...[Table, Ranking, Alarms, Alerts, Warned, Directives, Spotlight, Roll, TextPart, Event],
])
export type ScenePart = { [K in PartKind]: Static<(typeof PART_SHAPES)[K]> }[PartKind]
export type PartOf<K extends PartKind> = Extract<ScenePart, { kind: K }>

export const MOST_PAGES = 12
export const ScenePage = Type.Object(
  {
    /** How long it stands before the next; the only page of a scene stands until the scene does not. */
    seconds: Type.Integer({ minimum: 5, maximum: 3_600 }),
    parts: Type.Array(ScenePart, { minItems: 1, maxItems: 40 }),
  },
  closed,
)
export type ScenePage = { seconds: number; parts: ScenePart[] }
export const Scene = Type.Object(
  {
    format: Type.Literal('trong-dong-scene/1'),
    key: SceneKey,
    title: SceneWords,
    /** Only by two persons on a wall, where the settings say so. */
    restricted: Type.Boolean(),
    grid: Type.Object(
      {
        columns: Type.Integer({ minimum: 1, maximum: 96 }),
        rows: Type.Integer({ minimum: 1, maximum: 96 }),
      },
      closed,
    ),
    pages: Type.Array(ScenePage, { minItems: 1, maxItems: MOST_PAGES }),
  },
  closed,
)
export type Scene = {
  format: 'trong-dong-scene/1'
  key: string
  title: { vi: string; en: string }
  restricted: boolean
  grid: { columns: number; rows: number }
  pages: ScenePage[]
}

/** What a scene asks the server for: single numbers, and indicators of every province. */
export type SceneNeeds = { cells: SceneCell[]; indicators: string[] }

function needsOf(p: ScenePart): SceneNeeds {
  switch (p.kind) {
    case 'hero':
    case 'chart':
      return { cells: [{ indicator: p.indicator, unit: p.unit }], indicators: [] }
    case 'rows':
    case 'tiles':
      return { cells: p.cells, indicators: [] }
    case 'table':
      return {
        cells: p.units.flatMap((unit) => p.indicators.map((indicator) => ({ indicator, unit }))),
        indicators: [],
      }
    case 'map':
    case 'ranking':
      return { cells: [], indicators: [p.indicator] }
    default:
      return { cells: [], indicators: [] }
  }
}
export const partNeeds = needsOf

/** Of all its pages, each once, in the document's order. */
export function sceneNeeds(scene: Scene): SceneNeeds {
  const cells = new Map<string, SceneCell>()
  const indicators = new Set<string>()
  for (const page of scene.pages)
    for (const p of page.parts) {
      const needs = needsOf(p)
      for (const c of needs.cells) cells.set(`${c.indicator}@${c.unit}`, c)
      for (const i of needs.indicators) indicators.add(i)
    }
  return { cells: [...cells.values()], indicators: [...indicators] }
}

/** Which page stands at a time after the scene came up, since when and until when (ms; null: until the scene goes). */
export function turnOf(
  scene: Pick<Scene, 'pages'>,
  since: number,
  now: number,
): { page: number; began: number; ends: number | null } {
  const total = scene.pages.reduce((sum, p) => sum + p.seconds, 0) * 1000
  if (scene.pages.length < 2 || total <= 0) return { page: 0, began: since, ends: null }
  let began = since + Math.floor((now - since) / total) * total
  for (const [page, { seconds }] of scene.pages.entries()) {
    const ends = began + seconds * 1000
    if (now < ends) return { page, began, ends }
    began = ends
  }
  return { page: 0, began: since, ends: null }
}
/** The same with how long it still stands (ms). */
export function pageAt(
  scene: Pick<Scene, 'pages'>,
  since: number,
  now: number,
): { page: number; left: number | null } {
  const { page, ends } = turnOf(scene, since, now)
  return { page, left: ends === null ? null : ends - now }
}

/** How long after the scene came up a page begins, ms. */
export const startOfPage = (scene: Pick<Scene, 'pages'>, page: number): number =>
  scene.pages.slice(0, page).reduce((sum, p) => sum + p.seconds, 0) * 1000

export const WIDE = 2.4
/** Where a part stands on a wall of this shape (width / height). */
export const placeOn = (p: ScenePart, aspect: number): ScenePlace =>
  aspect >= WIDE && p.wide ? p.wide : { x: p.x, y: p.y, w: p.w, h: p.h }
