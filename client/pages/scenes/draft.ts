import {
  PART_KINDS,
  type PartKind,
  type Scene,
  type ScenePart,
  type ScenePlace,
} from '../../../shared/scene.ts'

/** What is drawn, what was before, and what was taken back. */
export type Draft = { past: readonly Scene[]; scene: Scene; future: readonly Scene[] }
export type Edit =
  | { do: 'put'; scene: Scene }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'load'; scene: Scene }

const KEPT = 100
export function drawn(draft: Draft, edit: Edit): Draft {
  switch (edit.do) {
    case 'put':
      if (JSON.stringify(edit.scene) === JSON.stringify(draft.scene)) return draft
      return { past: [...draft.past, draft.scene].slice(-KEPT), scene: edit.scene, future: [] }
    case 'undo': {
      const before = draft.past.at(-1)
      if (!before) return draft
      return { past: draft.past.slice(0, -1), scene: before, future: [draft.scene, ...draft.future] }
    }
    case 'redo': {
      const [after, ...rest] = draft.future
      if (!after) return draft
      return { past: [...draft.past, draft.scene], scene: after, future: rest }
    }
    case 'load':
      return { past: [], scene: edit.scene, future: [] }
  }
}

export const EMPTY: Scene = {
  format: 'trong-dong-scene/1',
  key: '',
  title: { vi: '', en: '' },
  restricted: false,
  grid: { columns: 24, rows: 24 },
  pages: [
    {
      seconds: 30,
      parts: [
        { id: 'heading', kind: 'heading', x: 0, y: 0, w: 14, h: 3 },
        { id: 'clock', kind: 'clock', x: 18, y: 0, w: 6, h: 3 },
      ],
    },
  ],
}

const CELL = { indicator: 'KTN-02', unit: 'VN' }
/** What a new part is before it is bound to something else. */
function fresh(kind: PartKind, id: string, place: ScenePlace): ScenePart {
  const base = { id, ...place }
  switch (kind) {
    case 'hero':
    case 'chart':
      return { ...base, kind, ...CELL }
    case 'rows':
    case 'tiles':
      return { ...base, kind, cells: [CELL] }
    case 'map':
      return { ...base, kind, indicator: 'DP-07' }
    case 'ranking':
      return { ...base, kind, indicator: 'DP-07', order: 'highest', count: 10 }
    case 'table':
      return { ...base, kind, indicators: ['KTN-02'], units: ['VN'] }
    case 'alarms':
    case 'alerts':
    case 'directives':
      return { ...base, kind, count: 4 }
    case 'connections':
      return { ...base, kind, look: 'count' }
    case 'text':
      return { ...base, kind, look: 'body', text: { vi: 'Nội dung', en: 'Text' } }
    case 'sections':
    case 'heading':
    case 'coverage':
    case 'clock':
    case 'warned':
    case 'spotlight':
    case 'roll':
    case 'event':
      return { ...base, kind }
  }
}
const SIZES: Partial<Record<PartKind, [number, number]>> = {
  heading: [10, 3],
  clock: [6, 3],
  coverage: [6, 3],
  connections: [5, 3],
  event: [24, 1],
  text: [8, 2],
  sections: [24, 24],
}

const free = (parts: readonly ScenePart[], at: ScenePlace) =>
  parts.every((p) => at.x >= p.x + p.w || p.x >= at.x + at.w || at.y >= p.y + p.h || p.y >= at.y + at.h)

/** A new part in the first free place it fits, smaller when nothing else is left; null when the page is full. */
export function withPart(scene: Scene, page: number, kind: PartKind): { scene: Scene; id: string } | null {
  const parts = scene.pages[page]?.parts ?? []
  let n = 1
  while (parts.some((p) => p.id === `${kind}-${n}`)) n++
  const id = `${kind}-${n}`
  const { columns, rows } = scene.grid
  const [width, height] = SIZES[kind] ?? [8, 10]
  for (const share of [1, 0.7, 0.5, 0.3])
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        const place = {
          x,
          y,
          w: Math.max(1, Math.round(Math.min(width, columns) * share)),
          h: Math.max(1, Math.round(Math.min(height, rows) * share)),
        }
        if (place.x + place.w > columns || place.y + place.h > rows || !free(parts, place)) continue
        return { scene: withParts(scene, page, [...parts, fresh(kind, id, place)]), id }
      }
  return null
}

export const withParts = (scene: Scene, page: number, parts: ScenePart[]): Scene => ({
  ...scene,
  pages: scene.pages.map((p, i) => (i === page ? { ...p, parts } : p)),
})

/** A part in another place of the shape that is looked at. */
export const placed = (p: ScenePart, place: ScenePlace, wide: boolean): ScenePart =>
  wide ? { ...p, wide: place } : { ...p, ...place }

/** A key for a copy that no scene has yet: storm → storm-2, storm-3 … */
export function copyKey(key: string, taken: ReadonlySet<string>): string {
  const stem = key.replace(/-\d+$/, '').slice(0, 36)
  let n = 2
  while (taken.has(`${stem}-${n}`) || `${stem}-${n}` === key) n++
  return `${stem}-${n}`
}

export const isKind = (text: string): text is PartKind => PART_KINDS.some((k) => k === text)

const STEPS = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const
export type Way = keyof typeof STEPS

/** A part one cell further in the shape that is looked at, or one cell larger; as it was where the grid ends. */
export function moved(
  part: ScenePart,
  way: Way,
  size: boolean,
  wide: boolean,
  grid: Scene['grid'],
): ScenePart {
  const [right, down] = STEPS[way]
  const { x, y, w, h } = wide ? (part.wide ?? part) : part
  const to = size
    ? { x, y, w: Math.max(1, w + right), h: Math.max(1, h + down) }
    : { x: Math.max(0, x + right), y: Math.max(0, y + down), w, h }
  const fits = to.x + to.w <= grid.columns && to.y + to.h <= grid.rows
  return fits ? placed(part, to, wide) : part
}
