// Consoles that note when each new value reached them. A value's own instant is when its message was sent.
import { decodeFrame } from '../../../shared/frame/codec.ts'
import type { ViewQuestion } from '../../../shared/live.ts'
import { serve } from '../child.ts'
import { LiveConsole } from '../consoles/live.ts'

/** Values by whole ms between sending and arrival; the last place holds all that took longer. */
export type Arrivals = { counts: number[]; longest: number }
const LONGEST_MS = 20_000
const NAME = Buffer.from('frame')
const BIN: Record<number, number> = { 196: 1, 197: 2, 198: 4 }

type Cells = { index: Uint32Array; at: Float64Array }
const consoles: LiveConsole[] = []
/** Frames that many consoles get alike are taken apart once. */
const decoded = new Map<string, Cells>()
let counts = new Array<number>(LONGEST_MS + 1).fill(0)
let longest = 0

function cellsOf(payload: Buffer): Cells | null {
  const name = payload.indexOf(NAME)
  const width = name < 0 ? undefined : BIN[payload[name + NAME.length] ?? 0]
  if (width === undefined) return null
  const at = name + NAME.length + 1 + width
  const bytes = payload.subarray(at, at + payload.readUIntBE(at - width, width))
  const key = `${bytes.readUInt32LE(12)}/${bytes.readUInt32LE(16)}/${bytes.length}`
  const known = decoded.get(key)
  if (known) return known
  const { cells } = decodeFrame(bytes)
  const found = {
    index: Uint32Array.from(cells, (c) => c.index),
    at: Float64Array.from(cells, (c) => c.validTo),
  }
  decoded.set(key, found)
  if (decoded.size > 200) decoded.delete(decoded.keys().next().value ?? '')
  return found
}

async function open(port: number, cookie: string, question: ViewQuestion): Promise<void> {
  const console = await LiveConsole.join(port, cookie)
  const { cells } = await console.open(question)
  /** The instant of each place's value as this console has it: an ageing alone brings no new value. */
  const seen = new Float64Array(cells.length)
  console.lean()
  console.socket.onMessage = ({ payload }) => {
    const now = performance.timeOrigin + performance.now()
    const frame = cellsOf(payload)
    if (!frame) return
    for (let i = 0; i < frame.index.length; i++) {
      const place = frame.index[i] ?? 0
      const at = frame.at[i] ?? 0
      if (at <= (seen[place] ?? 0)) continue
      seen[place] = at
      const took = now - at
      const slot = Math.min(LONGEST_MS, Math.max(0, Math.floor(took)))
      counts[slot] = (counts[slot] ?? 0) + 1
      longest = Math.max(longest, took)
    }
  }
  consoles.push(console)
}

setInterval(() => {
  for (const console of consoles) console.reportLate()
}, 500)

serve({
  open: async (port: number, cookie: string, question: ViewQuestion, count: number) => {
    let left = count
    const some = async () => {
      while (left-- > 0) await open(port, cookie, question)
    }
    await Promise.all(Array.from({ length: 8 }, some))
  },
  /** What arrived since the last call. */
  arrivals: (): Arrivals => {
    const found = { counts, longest }
    counts = new Array<number>(LONGEST_MS + 1).fill(0)
    longest = 0
    return found
  },
  stop: () => {
    for (const { socket } of consoles) socket.close()
  },
})
