// What is wrong in a scene document: where, and what.
import { Compile } from 'typebox/compile'
import { PART_KINDS, PART_SHAPES, type PartKind, Scene, type ScenePlace } from './scene.ts'

/** `field` is a path in the document, like pages/0/parts/3/indicator. */
export type SceneFault = { field: string; code: SceneFaultCode; what: string }
export const SCENE_FAULTS = [
  'NOT_JSON',
  'SHAPE',
  'UNKNOWN_PART',
  'TWICE',
  'OUTSIDE',
  'OVERLAPS',
  'UNKNOWN_INDICATOR',
  'UNKNOWN_UNIT',
] as const
export type SceneFaultCode = (typeof SCENE_FAULTS)[number]

const shape = Compile(Scene)
const parts = Object.fromEntries(PART_KINDS.map((kind) => [kind, Compile(PART_SHAPES[kind])]))
const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v)
const isKind = (v: unknown): v is PartKind => PART_KINDS.some((k) => k === v)
const MOST = 50

type Told = { instancePath: string; message: string; params?: unknown }
const told = (list: Told[]): Told[] => list
const named = ({ instancePath, params }: Told): string => {
  const path = instancePath.replace(/^\//, '')
  const more = isObject(params)
    ? [params.requiredProperties, params.additionalProperties].flatMap((l) => (Array.isArray(l) ? l : []))
    : []
  return more.length ? [path, String(more[0])].filter(Boolean).join('/') : path
}

/** A part is held against its own kind's shape, so that what is told is the one field, not every other kind's. */
function partFaults(value: unknown, at: string): SceneFault[] {
  if (!isObject(value)) return [{ field: at, code: 'SHAPE', what: 'must be an object' }]
  if (!isKind(value.kind)) return [{ field: `${at}/kind`, code: 'UNKNOWN_PART', what: String(value.kind) }]
  return told(parts[value.kind]?.Errors(value) ?? []).map((e) => ({
    field: [at, named(e)].filter(Boolean).join('/'),
    code: 'SHAPE' as const,
    what: e.message,
  }))
}

function shapeFaults(value: unknown): SceneFault[] {
  if (shape.Check(value)) return []
  const own: SceneFault[] = []
  if (isObject(value) && Array.isArray(value.pages))
    for (const [n, page] of value.pages.entries())
      if (isObject(page) && Array.isArray(page.parts))
        for (const [i, p] of page.parts.entries()) own.push(...partFaults(p, `pages/${n}/parts/${i}`))
  const rest = shape
    .Errors(value)
    .filter((e) => !/^\/pages\/\d+\/parts\/\d+/.test(e.instancePath))
    .map((e) => ({ field: named(e), code: 'SHAPE' as const, what: e.message }))
  return [...rest, ...own]
}

const overlap = (a: ScenePlace, b: ScenePlace) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h

function layoutFaults(scene: Scene): SceneFault[] {
  const { columns, rows } = scene.grid
  return scene.pages.flatMap((page, n) => {
    const seen = new Set<string>()
    return page.parts.flatMap((p, i): SceneFault[] => {
      const at = `pages/${n}/parts/${i}`
      const found: SceneFault[] = []
      if (seen.has(p.id)) found.push({ field: `${at}/id`, code: 'TWICE', what: p.id })
      seen.add(p.id)
      for (const way of ['own', 'wide'] as const) {
        const where = (q: typeof p) => (way === 'wide' ? (q.wide ?? q) : q)
        if (way === 'wide' && !page.parts.some((q) => q.wide)) continue
        const own = where(p)
        const field = way === 'wide' ? `${at}/wide` : at
        if (own.x + own.w > columns || own.y + own.h > rows)
          found.push({ field, code: 'OUTSIDE', what: `${own.x + own.w}x${own.y + own.h}` })
        const other = page.parts.slice(0, i).find((q) => overlap(where(q), own))
        if (other) found.push({ field, code: 'OVERLAPS', what: other.id })
      }
      return found
    })
  })
}

/** The last thing said of a field is the one a person can use. */
const oncePerField = (faults: readonly SceneFault[]) => [...new Map(faults.map((f) => [f.field, f])).values()]

export type Checked = { scene: Scene } | { faults: SceneFault[] }
/** The document, or everything that is wrong with it. */
export function checkScene(value: unknown): Checked {
  const faults = oncePerField(shapeFaults(value))
  if (faults.length) return { faults: faults.slice(0, MOST) }
  const scene = value as Scene
  const laid = layoutFaults(scene)
  return laid.length ? { faults: laid.slice(0, MOST) } : { scene }
}

/** A file's text: also where it stops being JSON. */
export function readScene(text: string): Checked {
  try {
    return checkScene(JSON.parse(text))
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    const at = Number(/position (\d+)/.exec(said)?.[1] ?? text.length)
    const before = text.slice(0, at).split('\n')
    return {
      faults: [
        {
          field: `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`,
          code: 'NOT_JSON',
          what: said,
        },
      ],
    }
  }
}
