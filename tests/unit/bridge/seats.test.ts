import { afterEach, expect, test } from 'vitest'
import type { BridgeEngine } from '../../../server/bridge/engine.ts'
import type { SeatLink } from '../../../server/bridge/seats/seat.ts'
import { Seats } from '../../../server/bridge/seats/seats.ts'
import type { BridgeGrant } from '../../../shared/live.ts'

let seats: Seats
afterEach(() => seats.stop())

/** Seats over an engine whose rights come when they are given, and what was said of them. */
function stage() {
  const waiting: (() => void)[] = []
  const engine = {
    ...{ driver: 'peer', capacity: 6, up: true, carries: () => true, onTurn: () => {} },
    ...{ open: () => {}, close: () => {}, remove: () => {}, setRights: () => {}, stop: () => {} },
    grant: () =>
      new Promise<BridgeGrant>((given) => {
        waiting.push(() => given({ expiresAt: Date.now() + 60_000 } as BridgeGrant))
      }),
  } satisfies BridgeEngine
  seats = new Seats([engine])
  seats.open('s1', engine)
  const said: string[] = []
  seats.on(({ kind, point }) => said.push(`${point} ${kind}`))
  const link = (): SeatLink => ({ signal: () => {}, peers: () => {}, grant: () => {}, over: () => {} })
  const join = (of: SeatLink) => seats.join('s1', { id: 'qn', role: 'point', heard: true, shares: false }, of)
  return { said, link, join, give: () => waiting.shift()?.() }
}

test('one that leaves while its right is on its way is not in once that comes', async () => {
  const { said, link, join, give } = stage()
  const own = link()
  const joining = join(own)
  expect(seats.holds('s1', 'qn', own)).toBe(true)
  seats.remove('s1', 'qn', 'left')
  give()
  await expect(joining).rejects.toMatchObject({ code: 'BRIDGE_OUTSIDE' })
  expect(said).toEqual(['qn absent'])
  expect(seats.sits('s1', 'qn')).toBe(false)
})

test('of two windows of one point the later is in, whichever right comes first', async () => {
  const { said, link, join, give } = stage()
  const [first, second] = [link(), link()]
  const joining = join(first)
  const later = join(second)
  give()
  await expect(joining).rejects.toMatchObject({ code: 'BRIDGE_OUTSIDE' })
  give()
  await later
  expect(said).toEqual(['qn present'])
  expect(seats.holds('s1', 'qn', second)).toBe(true)
})
