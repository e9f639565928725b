// Wounds sound payloads of every format and reads them: node tests/soak/decoders.ts [rounds] [seed]
// Ends with 1 at the first reading that neither answers nor refuses with a code, or takes a second.
import { decode, typeOfFile } from '../../server/intake/decode/index.ts'
import { readSdmxText } from '../../server/intake/decode/sdmx-text.ts'
import { cubeOf } from '../../server/intake/decode/statistics.ts'
import { RequestError } from '../../shared/refusal.ts'
import { mutate, random } from '../fixtures/intake/mutate.ts'
import { SAMPLES } from '../fixtures/intake/samples.ts'

const rounds = Number(process.argv[2] ?? 1_000_000)
const next = random(Number(process.argv[3] ?? 1))
const limits = { bytes: 1 << 20, rows: 5_000 }
const samples = Object.entries(SAMPLES)
let [read, refused, slowest, largest] = [0, 0, 0, 0]
for (let i = 0; i < rounds; i++) {
  const [name, sample] = samples[i % samples.length] ?? ['', '']
  const body = mutate(Buffer.from(sample), next)
  const from = performance.now()
  try {
    if (name.endsWith('.xml')) {
      const reply = readSdmxText(body.toString('utf8'), limits.rows)
      if ('code' in reply) throw new RequestError(reply.code, { problem: reply.problem })
      cubeOf(reply.figures, reply.about, limits)
    } else await decode(body, typeOfFile(name), limits)
    read++
  } catch (error) {
    if (!(error instanceof RequestError)) {
      console.error(`${name}, round ${i}:`, error, body.toString('latin1').slice(0, 2_000))
      process.exit(1)
    }
    refused++
  }
  slowest = Math.max(slowest, performance.now() - from)
  if (i % 10_000 === 0) largest = Math.max(largest, process.memoryUsage().rss)
  if (slowest > 1_000) {
    console.error(
      `${name}, round ${i}: took ${slowest.toFixed(0)} ms`,
      body.toString('latin1').slice(0, 2_000),
    )
    process.exit(1)
  }
}
console.log(
  `${rounds} payloads: ${read} read, ${refused} refused; slowest ${slowest.toFixed(0)} ms, memory ${(largest / 2 ** 20).toFixed(0)} MiB`,
)
