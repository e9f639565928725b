// The two ways SDMX-ML 2.1 writes data, as parsed: attributes begin with '@', names are without their prefix.
import { type About, type Figure, TIME } from './statistics.ts'

type Node = Record<string, unknown>
const node = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {}
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.map(node) : [])
const text = (value: unknown): string | null =>
  typeof value === 'string'
    ? value
    : typeof value === 'object' && value !== null
      ? text(node(value)['#text'])
      : null

/** Facts about a figure that are no part of its key, whether a message hangs them on the figure, its series or its group. */
const ATTRIBUTES = new Set([
  'OBS_STATUS', 'UNIT_MULT', 'DECIMALS', 'OBS_CONF', 'CONF_STATUS', 'OBS_COM', 'COMMENT', 'TITLE', 'TITLE_COMPL',
  'COLLECTION', 'TIME_FORMAT', 'PRE_BREAK_VALUE', 'OBS_PRE_BREAK', 'SOURCE', 'COMPILATION', 'LAST_UPDATE',
]) // biome-ignore format: a list

/** Attributes of a structure-specific element: 'xsi:type' and the like have lost their prefix and are not data. */
const plain = (of: Node): Record<string, string> =>
  Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) =>
      name.startsWith('@') && typeof value === 'string' && /^[A-Z0-9_]+$/.test(name.slice(1))
        ? [[name.slice(1), value]]
        : [],
    ),
  )
/** <generic:Value id="FREQ" value="M"/> … of a key or of attributes. */
const listed = (of: unknown): Record<string, string> =>
  Object.fromEntries(
    nodes(node(of).Value).flatMap((v) => {
      const [id, value] = [v['@id'], v['@value']]
      return typeof id === 'string' && typeof value === 'string' ? [[id, value]] : []
    }),
  )

type Read = { all: Record<string, string>; value: string | null }
const timeOf = (all: Record<string, string>) => TIME.map((id) => all[id]).find((t) => t !== undefined)

/** Throws an Error that says what is not SDMX-ML about it, or that it holds too many figures. */
export function readMessage(
  parsed: unknown,
  most: number,
): { figures: Figure[]; about: Omit<About, 'names'> } {
  const [kind = '', body] = Object.entries(node(parsed)).find(([name]) => !name.startsWith('?')) ?? []
  const generic = kind.startsWith('Generic')
  if (!generic && !kind.startsWith('StructureSpecific'))
    throw new Error(`<${kind}> is not an SDMX-ML data message (GenericData or StructureSpecificData)`)
  const header = node(node(body).Header)
  const figures: Figure[] = []
  for (const set of nodes(node(body).DataSet))
    for (const read of generic ? readGeneric(set) : readSpecific(set)) {
      if (figures.length >= most) throw new Error(`more than ${most} figures`)
      figures.push(figure(read))
    }
  return {
    figures,
    about: {
      label: text(header.Name) ?? text(header.DataSetID) ?? '',
      source: text(header.Source) ?? (text(node(header.Sender).Name) || null),
      updated: text(header.Prepared),
    },
  }
}

function figure({ all, value }: Read): Figure {
  const time = timeOf(all)
  if (time === undefined) throw new Error(`a figure has no ${TIME[0]}`)
  const key = Object.fromEntries(
    Object.entries(all).filter(([id]) => !ATTRIBUTES.has(id) && !TIME.includes(id) && id !== 'OBS_VALUE'),
  )
  const missing = value === null || value.trim() === '' || value.trim() === 'NaN'
  return {
    key,
    time,
    value: missing ? null : value,
    status: all.OBS_STATUS ?? null,
    multiplier: all.UNIT_MULT ?? null,
  }
}

function* readSpecific(set: Node): Generator<Read> {
  const groups = nodes(set.Group).map(plain)
  const read = (series: Record<string, string>, obs: Node): Read => {
    const own = plain(obs)
    return { all: { ...grouped(groups, series), ...series, ...own }, value: own.OBS_VALUE ?? null }
  }
  for (const series of nodes(set.Series)) {
    const key = plain(series)
    for (const obs of nodes(series.Obs)) yield read(key, obs)
  }
  for (const obs of nodes(set.Obs)) yield read({}, obs)
}

/** What a group says of every series with its key: only attributes, the key is the series' own. */
function grouped(groups: Record<string, string>[], series: Record<string, string>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const group of groups) {
    const key = Object.entries(group).filter(([id]) => !ATTRIBUTES.has(id))
    if (key.every(([id, code]) => series[id] === code))
      for (const [id, value] of Object.entries(group)) if (ATTRIBUTES.has(id)) out[id] = value
  }
  return out
}

function* readGeneric(set: Node): Generator<Read> {
  const groups = nodes(set.Group).map((g) => ({ ...listed(g.GroupKey), ...listed(g.Attributes) }))
  for (const series of nodes(set.Series)) {
    const key = listed(series.SeriesKey)
    const shared = { ...grouped(groups, key), ...key, ...listed(series.Attributes) }
    for (const obs of nodes(series.Obs)) {
      const at = node(obs.ObsDimension)
      const id = typeof at['@id'] === 'string' ? at['@id'] : (TIME[0] ?? '')
      const value = node(obs.ObsValue)['@value']
      yield {
        all: { ...shared, [id]: String(at['@value'] ?? ''), ...listed(obs.Attributes) },
        value: typeof value === 'string' ? value : null,
      }
    }
  }
  for (const obs of nodes(set.Obs)) {
    const value = node(obs.ObsValue)['@value']
    yield {
      all: { ...listed(obs.ObsKey), ...listed(obs.Attributes) },
      value: typeof value === 'string' ? value : null,
    }
  }
}
