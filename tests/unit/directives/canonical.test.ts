import { expect, it } from 'vitest'
import { canonical, sha256 } from '../../../server/directives/canonical.ts'
import { isIntact } from '../../../server/directives/snapshot.ts'

it('equal values are one text, whatever the order they were put in', () => {
  const a = canonical({ b: [1, 0.1, 1e21, -0], a: { đ: 'Quảng Ninh\n', z: null, y: true } })
  expect(a).toBe('{"a":{"y":true,"z":null,"đ":"Quảng Ninh\\n"},"b":[1,0.1,1e+21,0]}')
  expect(canonical({ a: { y: true, đ: 'Quảng Ninh\n', z: null }, b: [1, 0.1, 1e21, 0] })).toBe(a)
  expect(() => canonical({ a: Number.NaN })).toThrow(RangeError)
})

it('a kept screen that fits its hash is intact, and with one character changed is not', () => {
  const body = canonical({ at: 1, cells: [{ value: 61.5 }] })
  const kept = sha256(body).toString('hex')
  expect(isIntact({ body, sha256: kept })).toBe(true)
  expect(isIntact({ body: body.replace('61.5', '61.6'), sha256: kept })).toBe(false)
})
