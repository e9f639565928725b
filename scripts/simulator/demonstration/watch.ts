import type { FastifyInstance } from 'fastify'
import { dayOf } from '../../../server/catalogue/index.ts'
import { transaction } from '../../../server/db/index.ts'
import { readRoster, writeSlot } from '../../../server/shifts/store.ts'
import { dayText } from '../../../shared/calendar.ts'
import { dayOfText, shiftsOf } from '../../../shared/shift.ts'
import { WATCH } from './accounts.ts'

/** Planned from yesterday, whose night shift may still stand, to two weeks on. */
const DAYS = 16

/**
 * Plans the watch of the days that nobody has planned: one crew a shift, one person a position. A day with any plan stays
 * as it is.
 */
export async function ensureRoster(app: FastifyInstance): Promise<void> {
  const { db, shifts } = app
  const first = dayOfText(dayOf(Date.now())) - 1
  const days = Array.from({ length: DAYS }, (_, i) => first + i)
  const planned = await readRoster(db.pool, dayText(first), dayText(first + DAYS - 1))
  const taken = new Set(planned.map((p) => p.day))
  const people = new Map((await shifts.people()).map((p) => [p.username, p.account]))
  const seats = shifts.positions().filter((p) => p.needed)
  await transaction(db.pool, async (client) => {
    for (const day of days.filter((d) => !taken.has(dayText(d))))
      for (const { no } of shiftsOf(shifts.plans(), day))
        for (const [seat, { id }] of seats.entries()) {
          const account = people.get(officer(no - 1, seat, seats.length))
          if (account !== undefined)
            await writeSlot(client, { day: dayText(day), no, position: id, accounts: [account] })
        }
  })
  app.bus.emit('shifts')
}

const officer = (crew: number, seat: number, size: number) =>
  WATCH[(crew * size + seat) % WATCH.length]?.username ?? ''
