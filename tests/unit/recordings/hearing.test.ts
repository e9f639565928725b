import { expect, it } from 'vitest'
import { Hearing } from '../../../server/recordings/hearing.ts'

/** Looks every five seconds over these times, in seconds. */
const look = (hearing: Hearing, from: number, to: number) => {
  for (let s = from; s <= to; s += 5) hearing.looked(s * 1000)
}

it('a page that sends nothing for thirty seconds has gone', () => {
  const hearing = new Hearing()
  look(hearing, 0, 100)
  expect(hearing.isGone(71_000, 100_000)).toBe(false)
  expect(hearing.isGone(69_000, 100_000)).toBe(true)
})

it('what was silent before the server began has its time from then', () => {
  const hearing = new Hearing()
  look(hearing, 1_000, 1_030)
  expect(hearing.isGone(0, 1_030_000)).toBe(false)
  look(hearing, 1_035, 1_035)
  expect(hearing.isGone(0, 1_035_000)).toBe(true)
})

it('an outage of minutes is no silence of the page: its time begins when the database answers again', () => {
  const hearing = new Hearing()
  look(hearing, 0, 100)
  look(hearing, 400, 425)
  expect(hearing.isGone(98_000, 425_000)).toBe(false)
  look(hearing, 430, 435)
  expect(hearing.isGone(98_000, 435_000)).toBe(true)
})
