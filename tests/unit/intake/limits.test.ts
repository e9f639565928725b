import { describe, expect, it } from 'vitest'
import { Limiter } from '../../../server/intake/limiter.ts'
import { packetGuard } from '../../../server/intake/mqtt/guard.ts'

describe('Limiter', () => {
  it('lets a burst pass, then its rate, for each key apart', () => {
    const l = new Limiter(10, 3)
    expect([0, 0, 0].map(() => l.take('a', 0))).toEqual([0, 0, 0])
    expect(l.take('a', 0)).toBe(1)
    expect(l.take('b', 0)).toBe(0)
    expect(l.take('a', 100)).toBe(0)
    expect(l.wait('a', 100)).toBe(1)
    expect(l.wait('a', 300)).toBe(0)
  })
})

describe('packetGuard', () => {
  const packet = (n: number) => {
    const length = n < 128 ? [n] : [(n & 127) | 128, n >> 7]
    return Buffer.concat([Buffer.from([0x30, ...length]), Buffer.alloc(n, 0xff)])
  }
  const pass = (chunks: Buffer[], limit: number) =>
    new Promise<number | string>((done) => {
      const guard = packetGuard(() => limit)
      let bytes = 0
      guard.on('data', (c: Buffer) => {
        bytes += c.length
      })
      guard.on('end', () => done(bytes))
      guard.on('error', (e) => done(e.message))
      for (const c of chunks) guard.write(c)
      guard.end()
    })
  it('passes packets however they are cut', async () => {
    const all = Buffer.concat([packet(0), packet(5), packet(300), packet(127), packet(128)])
    expect(await pass([all], 300)).toBe(all.length)
    expect(
      await pass(
        [...all].map((b) => Buffer.from([b])),
        300,
      ),
    ).toBe(all.length)
  })
  it('stops at the head of one that is too long', async () => {
    expect(await pass([packet(5), packet(301)], 300)).toBe('packet too large')
    expect(await pass([Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])], 1000)).toBe('packet too large')
  })
})
