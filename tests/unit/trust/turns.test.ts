import { expect, test } from 'vitest'
import { Turns } from '../../../server/trust/turns.ts'

test('heavy readings come one after the other; what fails holds up no other', async () => {
  const turns = new Turns()
  const seen: string[] = []
  const read = (name: string) => async () => {
    seen.push(`${name} begins`)
    await new Promise((done) => setTimeout(done, 20))
    seen.push(`${name} ends`)
    if (name === 'a') throw new Error('unreadable')
    return name
  }
  const [a, b] = await Promise.allSettled([turns.take(read('a')), turns.take(read('b'))])
  expect([a?.status, b]).toEqual(['rejected', { status: 'fulfilled', value: 'b' }])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('no more wait than memory holds: who comes then is asked to come again', async () => {
  const turns = new Turns()
  let free = () => {}
  const held = new Promise<void>((done) => {
    free = done
  })
  const asked = Array.from({ length: 30 }, () => turns.take(() => held))
  const refused = asked.slice(9).map((p) => expect(p).rejects.toMatchObject({ code: 'RATE_LIMITED' }))
  await Promise.all(refused)
  free()
  await Promise.all(asked.slice(0, 9))
  expect(await turns.take(async () => 'again')).toBe('again')
})
