import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Part } from './part.ts'
import { reporter } from './report.ts'

/** In this order; `npm run bench -- fanout series` runs those two. */
const PARTS = [
  'codec',
  'push',
  'fanout',
  'views',
  'series',
  'slow',
  'ingest',
  'latency',
  'start',
  'history',
  'wall',
  'board',
  'screens',
  'checks',
  'alarms',
]
/** Only by name, or in a full run: the others take their quarter of an hour. */
const BY_NAME = ['checks']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !PARTS.includes(name))
if (unknown.length) {
  process.stderr.write(`No part is called ${unknown.join(', ')}. There are: ${PARTS.join(', ')}\n`)
  process.exit(2)
}

/** A part is a file or a folder of its name here. */
async function load(name: string): Promise<Part | null> {
  const found = [`${name}.ts`, join(name, 'index.ts')].find((path) =>
    existsSync(join(import.meta.dirname, path)),
  )
  return found ? ((await import(`./${found}`)) as { part: Part }).part : null
}

if (!values.json)
  process.stdout.write(
    `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`,
  )
for (const name of positionals.length
  ? positionals
  : PARTS.filter((p) => values.full || !BY_NAME.includes(p))) {
  const began = performance.now()
  try {
    const part = await load(name)
    const ctx = reporter(name, part?.about ?? 'not in this version', values.full, values.json)
    if (part) await part.run(ctx)
    else ctx.absent(name, 'there is no such part in this version')
    ctx.say(`${name} took ${((performance.now() - began) / 1_000).toFixed(0)} s`)
  } catch (error) {
    process.exitCode = 1
    process.stderr.write(`${name} failed: ${error instanceof Error ? error.stack : error}\n`)
  }
}
// A part that leaves a timer or a socket behind must not keep the command open.
process.exit()
