import JSONstat, { type StatDataset } from 'jsonstat-toolkit'
import { RequestError } from '../../../shared/refusal.ts'
import type { Cube, Dimension, Limits } from './types.ts'

const record = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null
/** Whether parsed JSON is JSON-stat: a bundle (version 1) or a class (version 2). */
export function isJsonStat(value: unknown): value is Record<string, unknown> {
  if (!record(value)) return false
  if (value.class === 'dataset' || value.class === 'collection') return true
  return Object.values(value).some((v) => record(v) && record(v.dimension) && 'value' in v)
}

const clean = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The first data set of a JSON-stat response, version 1 or 2. Throws BAD_BODY, TOO_MANY_ROWS. */
export function decodeJsonStat(value: Record<string, unknown>, limits: Limits): Cube {
  const bad = (problem: string) => new RequestError('BAD_BODY', { problem })
  let set: StatDataset | null
  try {
    const stat = JSONstat(value)
    set = stat.class === 'dataset' ? stat : stat.Dataset(0)
  } catch {
    set = null
  }
  if (!set?.id?.length || !set.size) throw bad('no data set in this JSON-stat')
  const cells = set.size.reduce((a, b) => a * b, 1)
  if (cells > limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows, rows: cells })
  if (!Array.isArray(set.value) || set.value.length > cells)
    throw bad('the values do not fill the dimensions')
  const dimensions = set.id.map((id): Dimension => {
    const d = set.Dimension(id)
    if (!d) throw bad(`dimension ${id} is missing`)
    return {
      id,
      label: clean(d.label ?? id),
      role: d.role,
      categories: d.id.map((c, i) => ({ id: c, label: clean(d.Category(i)?.label ?? c) })),
    }
  })
  const values = Array.from({ length: cells }, (_, i) => set.value[i] ?? null)
  return {
    kind: 'cube',
    label: clean(set.label ?? ''),
    source: set.source ? clean(set.source) : null,
    updated: set.updated,
    dimensions,
    values,
    statuses: values.map((_, i) => statusAt(set.status, i)),
  }
}

function statusAt(status: StatDataset['status'], i: number): string | null {
  if (!status) return null
  if (typeof status === 'string') return status
  return (Array.isArray(status) ? status[i] : status[String(i)]) ?? null
}
