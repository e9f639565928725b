import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { CalendarDayInput, CalendarDayView, CalendarQuery } from '../../shared/api/calendar.ts'
import { dayText, weekday } from '../../shared/calendar.ts'
import { RequestError } from '../../shared/refusal.ts'
import { actor } from '../access/index.ts'

const tags = ['calendar']

/** Reading the calendar, and entering what was decided of a day. */
export const calendarRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/api/calendar',
    {
      config: { scope: 'signed-in' },
      preHandler: app.requireAny(),
      schema: { tags, querystring: CalendarQuery, response: { 200: Type.Array(CalendarDayView) } },
    },
    async (request): Promise<CalendarDayView[]> => [...app.calendar.year(request.query.year)],
  )
  app.post(
    '/api/calendar/days',
    {
      config: { scope: 'nation:administrator' },
      preHandler: app.require('administrator'),
      schema: { tags, body: CalendarDayInput, response: { 200: Type.Array(CalendarDayView) } },
    },
    async (request): Promise<CalendarDayView[]> => {
      const { day, kind } = request.body
      const year = Number(day.slice(0, 4))
      if (dayText(Date.parse(`${day}T00:00:00Z`) / 86_400_000) !== day || year < 2000 || year > 2100)
        throw new RequestError('BAD_REQUEST', { field: 'day', value: day, problem: 'no day of 2000 to 2100' })
      const of = weekday(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
      const statutory = app.calendar.year(year).some((d) => d.day === day && d.kind !== 'working')
      if (kind === 'working' && of !== 0 && of !== 6 && !statutory)
        throw new RequestError('BAD_REQUEST', { field: 'kind', value: kind, problem: 'it is worked anyway' })
      const by = actor(request)
      await app.calendar.decide(request.body, by, {
        actor: by,
        action: 'calendar.decided',
        subject: `day:${day}`,
        detail: { ...request.body },
        address: request.ip,
      })
      return [...app.calendar.year(year)]
    },
  )
}
