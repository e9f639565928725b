import fp from 'fastify-plugin'
import type { CalendarDayInput, CalendarDayView } from '../../shared/api/calendar.ts'
import type { Calendar, CalendarDays } from '../../shared/calendar.ts'
import { ZONE_OFFSET_MS } from '../../shared/vocabulary.ts'
import type { Act } from '../audit/index.ts'
import { transaction } from '../db/index.ts'
import { Days } from './days.ts'
import { calendarRoutes } from './routes.ts'
import { insertDecision, readDecisions } from './store.ts'

export type WorkCalendar = {
  /** Which days are worked, as known now. */
  now(): Calendar
  year(year: number): readonly CalendarDayView[]
  /** This year and the two beside it. */
  days(): CalendarDays
  /** Holds at once for every deadline. `act` goes into the audit chain with it. */
  decide(input: CalendarDayInput, by: string, act: Act): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    calendar: WorkCalendar
  }
}

/** The working days of Viet Nam: the public holidays of the law, and what the Government decides of single days. */
export const calendar = fp(
  async (app) => {
    const { bus, db, audit } = app
    let days = new Days(await readDecisions(db.pool))
    const around = () => days.around(new Date(Date.now() + ZONE_OFFSET_MS).getUTCFullYear())
    // The moon's years take a while to work out: not while the first screen waits.
    around()
    app.decorate('calendar', {
      now: () => days,
      year: (year) => days.year(year),
      days: around,
      decide: async (input, by, act) => {
        await transaction(db.pool, async (client) => {
          await insertDecision(client, input, by)
          await audit.record(act, client)
        })
        days = new Days(await readDecisions(db.pool))
        bus.emit('calendar')
      },
    })
    await app.register(calendarRoutes)
  },
  { name: 'calendar', dependencies: ['db', 'audit', 'access'] },
)
