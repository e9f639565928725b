import { cpus } from 'node:os'
import { measureCodec, type Row } from './codec.ts'
import { measurePush } from './push.ts'

const CELLS = 200
const say = (line: string) => process.stdout.write(`${line}\n`)
const line = ({ what, bytes, encodeUs, decodeUs }: Row) =>
  `${what.padEnd(10)}${String(bytes).padStart(10)}${encodeUs.toFixed(1).padStart(14)}${decodeUs.toFixed(1).padStart(14)}`

const { frame, json } = measureCodec(CELLS)
say(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
say(`One delta of ${CELLS} cells, median of 15 rounds of 200 calls:\n`)
say(`${''.padEnd(10)}${'bytes'.padStart(10)}${'encode µs'.padStart(14)}${'decode µs'.padStart(14)}`)
say(line(frame))
say(line(json))
const ratio = (of: (row: Row) => number) => (of(json) / of(frame)).toFixed(1).padStart(6)
say(
  `\nJSON / frame: bytes ${ratio((r) => r.bytes)}, encode ${ratio((r) => r.encodeUs)}, decode ${ratio((r) => r.decodeUs)}`,
)

const { tickMs, median, p99, messages } = await measurePush(100)
const ticks = (ms: number) => (ms / tickMs).toFixed(2)
say(
  `\nFrom commit to a connected screen, ${messages} values pushed by HTTP one after another, tick ${tickMs} ms:`,
)
say(
  `median ${median.toFixed(0)} ms = ${ticks(median)} ticks, 99 % within ${p99.toFixed(0)} ms = ${ticks(p99)} ticks`,
)
