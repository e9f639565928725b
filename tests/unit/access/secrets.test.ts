import { describe, expect, it } from 'vitest'
import {
  checkPassword,
  hashPassword,
  hashToken,
  newToken,
  passwordMatches,
} from '../../../server/access/secrets.ts'

describe('passwords', () => {
  it('are kept as argon2id with their own salt and OWASP cost', async () => {
    const [a, b] = await Promise.all([hashPassword('sông núi nước Nam'), hashPassword('sông núi nước Nam')])
    expect(a).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(a).not.toBe(b)
    expect(await passwordMatches('sông núi nước Nam', a)).toBe(true)
    expect(await passwordMatches('sông núi nước nam', a)).toBe(false)
  })
  it('match however the letters with marks are composed', async () => {
    const phc = await hashPassword('trống đồng Đông Sơn'.normalize('NFC'))
    expect(await passwordMatches('trống đồng Đông Sơn'.normalize('NFD'), phc)).toBe(true)
  })
  it('match nobody and no broken hash', async () => {
    expect(await passwordMatches('', null)).toBe(false)
    expect(await passwordMatches('x', '')).toBe(false)
    expect(await passwordMatches('x', '$argon2i$v=19$m=16,t=2,p=1$AAAA$AAAA')).toBe(false)
  })
  it('cost as much for a name that nobody has', async () => {
    const phc = await hashPassword('mật khẩu đủ dài')
    const time = async (hash: string | null) => {
      const start = performance.now()
      await passwordMatches('một lần đoán sai', hash)
      return performance.now() - start
    }
    // In turns, so that whatever else the machine does falls on both alike.
    const times: [number[], number[]] = [[], []]
    for (let n = 0; n < 11; n++) {
      times[0].push(await time(phc))
      times[1].push(await time(null))
    }
    const [known = 0, unknown = 0] = times.map((t) => t.sort((x, y) => x - y)[5] ?? 0)
    expect(unknown / known).toBeGreaterThan(0.4)
    expect(unknown / known).toBeLessThan(2.5)
  })
  it('are refused when short or the name itself', () => {
    for (const weak of ['ngắn quá', 'quantri.trungtam', 'a'.repeat(201)])
      expect(() => checkPassword(weak, 'quantri.trungtam')).toThrow('not valid')
    expect(() => checkPassword('mười hai chữ', 'quantri')).not.toThrow()
  })
})

describe('tokens', () => {
  it('carry 256 bits and are kept as SHA-256', () => {
    const tokens = new Set(Array.from({ length: 100 }, newToken))
    expect(tokens.size).toBe(100)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(hashToken('abc').toString('hex')).toMatch(/^ba7816bf8f01cfea/)
  })
})
