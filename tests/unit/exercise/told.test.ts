import { describe, expect, test } from 'vitest'
import { isTold } from '../../../server/exercise/world/told.ts'
import type { Role } from '../../../shared/vocabulary.ts'

const p = (id: number, role: Role) => ({ id, role })
const nobody = () => []
const chiefIs = (id: number) => (position: string) => (position === 'chief' ? [id] : [])

describe('a message is taken', () => {
  test('by whoever stands watch at its position, and by nobody else', () => {
    expect(isTold(p(1, 'duty'), { position: 'chief' }, chiefIs(1))).toBe(true)
    expect(isTold(p(2, 'leader'), { position: 'chief' }, chiefIs(1))).toBe(false)
  })
  test('by the desk while nobody stands there, or when it says no position', () => {
    for (const message of [{ position: 'chief' }, {}]) {
      expect(isTold(p(1, 'duty'), message, nobody)).toBe(true)
      expect(isTold(p(1, 'leader'), message, nobody)).toBe(true)
      for (const role of ['agency', 'analyst', 'auditor'] as const)
        expect(isTold(p(1, role), message, nobody)).toBe(false)
    }
  })
  test('by those of its role', () => {
    expect(isTold(p(1, 'leader'), { role: 'leader' }, nobody)).toBe(true)
    expect(isTold(p(1, 'duty'), { role: 'leader' }, chiefIs(1))).toBe(false)
  })
})
