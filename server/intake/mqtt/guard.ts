import { Transform } from 'node:stream'

/**
 * Passes MQTT bytes on while no packet is longer than allowed; the broker's own parser would gather whatever is announced.
 * `limit` may change while it runs (small before sign-in).
 */
export function packetGuard(limit: () => number): Transform {
  let left = 0
  let length = -1 // -1: at a packet's first byte; else the length read so far
  let shift = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      for (let i = 0; i < chunk.length; ) {
        if (left > 0) {
          const step = Math.min(left, chunk.length - i)
          left -= step
          i += step
          continue
        }
        const byte = chunk[i++]!
        if (length < 0) {
          length = 0
          shift = 0
          continue
        }
        length += (byte & 0x7f) * 2 ** shift
        shift += 7
        if (length > limit() || shift > 28) return done(new Error('packet too large'))
        if (byte < 0x80) {
          left = length
          length = -1
        }
      }
      done(null, chunk)
    },
  })
}
