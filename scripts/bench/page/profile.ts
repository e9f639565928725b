/** What of a CPU profile of the browser is read here. Times in microseconds. */
export type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[]
  samples?: number[]
  timeDeltas?: number[]
}
/** Chunks of the built client that hold MapLibre, deck.gl and luma.gl. */
const MAP =
  /\/(VietnamMap|webgl|webgpu|get-attribute|maplibre|expression|array-utils|buffer-transform)[^/]*\.js/
const IDLE = new Set(['(idle)', '(program)', '(root)'])

/** Milliseconds of script on the main thread: the map's (whatever it calls or is called by), and all other. */
export function timesOf({ nodes, samples = [], timeDeltas = [] }: Profile): { own: number; map: number } {
  const parent = new Map<number, number>()
  const byId = new Map(nodes.map((n) => [n.id, n]))
  for (const n of nodes) for (const child of n.children ?? []) parent.set(child, n.id)
  const kinds = new Map<number, 'own' | 'map' | 'idle'>()
  const kindOf = (id: number): 'own' | 'map' | 'idle' => {
    const known = kinds.get(id)
    if (known) return known
    const node = byId.get(id)
    let kind: 'own' | 'map' | 'idle' = 'own'
    if (!node || IDLE.has(node.callFrame.functionName)) kind = 'idle'
    else if (MAP.test(node.callFrame.url)) kind = 'map'
    else {
      const up = parent.get(id)
      if (up !== undefined && kindOf(up) === 'map') kind = 'map'
    }
    kinds.set(id, kind)
    return kind
  }
  const sums = { own: 0, map: 0, idle: 0 }
  samples.forEach((id, i) => {
    sums[kindOf(id)] += (timeDeltas[i] ?? 0) / 1000
  })
  return { own: sums.own, map: sums.map }
}
