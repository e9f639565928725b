import { describe, expect, it } from 'vitest'
import { storableJson } from '../../server/db/index.ts'
import { unstorableAt } from '../../server/unstorable.ts'

describe('a text that no database keeps', () => {
  it('is found wherever it stands, and named by its place', () => {
    expect(unstorableAt({ a: 'được', b: ['ổn', { c: 'x\0' }] })).toBe('/b/1/c')
    expect(unstorableAt({ a: { 'b\ud800': 1 } })).toBe('/a')
    expect(unstorableAt(['😀', '\ud83d'])).toBe('/1')
    expect(unstorableAt({ a: '😀 Điện Biên', b: null, c: 5 })).toBeNull()
    expect(unstorableAt(Buffer.from([0]))).toBeNull()
  })
  it('is kept as what can be, of what the system itself has cut', () => {
    const json = storableJson({ 'a\0': 'x\ud83d', b: [{ c: '\0' }], d: '😀' })
    expect(JSON.parse(json)).toEqual({ 'a\u2400': 'x\ufffd', b: [{ c: '\u2400' }], d: '😀' })
  })
})
