import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sender } from '../../../server/exercise/driver/send.ts'
import { scenario } from '../../fixtures/exercise.ts'

let status = 200
const intake = createServer((_request, response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
})
beforeAll(() => new Promise<void>((up) => intake.listen(0, '127.0.0.1', up)))
afterAll(() => intake.close())

test('what the intake refuses for good is heard, and not sent again; what it cannot take now is', async () => {
  const base = `http://127.0.0.1:${(intake.address() as AddressInfo).port}`
  const orders = { base, keys: { LUOI: 'k' }, scenario: scenario(), picture: [], came: {}, alerts: {} }
  const send = sender(orders, new AbortController().signal)
  const heard = async (of: number) => {
    status = of
    return (await send('LUOI', 'observations', '{}')).heard
  }
  // A connection that was switched off in the middle must not keep the other sources from being held to the clock.
  for (const refused of [200, 400, 401, 403, 409, 413, 422]) expect(await heard(refused)).toBe(true)
  for (const later of [408, 429, 500, 502, 503]) expect(await heard(later)).toBe(false)
  expect(await send('LUOI', 'observations', '{}')).toMatchObject({ taken: false, answer: '503 {}' })
})
