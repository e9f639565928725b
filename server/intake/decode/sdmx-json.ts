import { RequestError } from '../../../shared/refusal.ts'
import { cubeOf, type Figure, TIME } from './statistics.ts'
import type { Cube, Limits } from './types.ts'

type Node = Record<string, unknown>
const node = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.map(node) : [])
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const bad = (problem: string) => new RequestError('BAD_BODY', { problem })

/** Whether parsed JSON is an SDMX-JSON data message, 1.0 (structure) or 2.0 (structures). */
export function isSdmxJson(value: unknown): value is Node {
  const root = node(value)
  const data = 'data' in root ? node(root.data) : root
  return Array.isArray(data.dataSets) && ('structure' in data || 'structures' in data)
}

type Component = { id: string; values: { id: string; name: string }[] }
const components = (list: unknown): Component[] =>
  nodes(list).map((c) => ({
    id: text(c.id) ?? '',
    values: nodes(c.values).map((v) => {
      const id = text(v.id) ?? text(v.value) ?? String(v.value ?? '')
      return { id, name: text(v.name) ?? id }
    }),
  }))

/** An SDMX-JSON message, series or flat. Throws BAD_BODY, TOO_MANY_ROWS. */
export function decodeSdmxJson(message: Node, limits: Limits): Cube {
  const data = 'data' in message ? node(message.data) : message
  const [set] = nodes(data.dataSets)
  const structure = node(
    data.structure ?? nodes(data.structures)[typeof set?.structure === 'number' ? set.structure : 0],
  )
  if (!set) throw bad('no data set in this SDMX-JSON')
  const [dimensions, attributes] = [node(structure.dimensions), node(structure.attributes)]
  const ofSet = components(dimensions.dataSet)
  const ofSeries = components(dimensions.series)
  const ofObservation = components(dimensions.observation)
  const seriesAttributes = components(attributes.series)
  const observationAttributes = components(attributes.observation)
  // In 2.0 a value is a list of measures and then attributes; in 1.0 there is one measure.
  const measures = Math.max(1, nodes(node(structure.measures).observation).length)
  const figures: Figure[] = []
  const fixed = Object.fromEntries(ofSet.map((d) => [d.id, d.values[0]?.id ?? '']))
  const setAttributes = pick(components(attributes.dataSet), arrayOf(set.attributes))

  const read = (shared: Record<string, string>, at: string, observation: unknown, own: Component[]) => {
    if (figures.length >= limits.rows) throw new RequestError('TOO_MANY_ROWS', { limit: limits.rows })
    const cells = arrayOf(observation)
    const all = {
      ...fixed,
      ...setAttributes,
      ...shared,
      ...key(own, at),
      ...pick(observationAttributes, cells.slice(measures)),
    }
    const time = TIME.map((id) => all[id]).find((t) => t !== undefined)
    if (time === undefined) throw bad(`an observation has no ${TIME[0]}`)
    const known = new Set([...ofSet, ...ofSeries, ...ofObservation].map((d) => d.id))
    const value = cells[0]
    figures.push({
      key: Object.fromEntries(Object.entries(all).filter(([id]) => known.has(id) && !TIME.includes(id))),
      time,
      value: typeof value === 'number' || typeof value === 'string' ? value : null,
      status: all.OBS_STATUS ?? null,
      multiplier: all.UNIT_MULT ?? null,
    })
  }
  for (const [at, series] of Object.entries(node(set.series))) {
    const shared = { ...key(ofSeries, at), ...pick(seriesAttributes, arrayOf(node(series).attributes)) }
    for (const [obs, value] of Object.entries(node(node(series).observations)))
      read(shared, obs, value, ofObservation)
  }
  for (const [at, value] of Object.entries(node(set.observations)))
    read({}, at, value, [...ofSeries, ...ofObservation])

  const names = new Map(
    [...ofSet, ...ofSeries, ...ofObservation].flatMap((d) =>
      d.values.map((v) => [`${d.id}:${v.id}`, v.name] as const),
    ),
  )
  const meta = node(message.meta ?? message.header)
  return cubeOf(
    figures,
    {
      label: text(structure.name) ?? '',
      source: text(node(meta.sender).name) ?? text(node(meta.sender).id),
      updated: text(meta.prepared),
      names: (dimension, code) => names.get(`${dimension}:${code}`),
    },
    limits,
  )
}

const arrayOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** '0:3:1' over the dimensions in their order. */
function key(dimensions: Component[], at: string): Record<string, string> {
  const places = at.split(':')
  if (places.length !== dimensions.length)
    throw bad(`the key ${at} does not fit ${dimensions.length} dimensions`)
  return Object.fromEntries(
    dimensions.map((d, i) => {
      const value = d.values[Number(places[i])]
      if (!value) throw bad(`the key ${at} names no value of ${d.id}`)
      return [d.id, value.id]
    }),
  )
}

/** Attributes by their place in the list of values; in 2.0 the value itself may stand there. */
function pick(list: Component[], places: unknown[]): Record<string, string> {
  return Object.fromEntries(
    list.flatMap((a, i) => {
      const place = places[i]
      const value = typeof place === 'number' ? a.values[place]?.id : text(place)
      return value === undefined || value === null ? [] : [[a.id, value]]
    }),
  )
}
