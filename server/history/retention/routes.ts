import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Code } from '../../../shared/api/catalogue.ts'
import { RetentionOutcomes, RetentionSettings } from '../../../shared/api/history.ts'
import { RequestError } from '../../../shared/refusal.ts'
import { actor } from '../../access/index.ts'
import { transaction } from '../../db/index.ts'
import { bounded } from '../bounded.ts'
import { settings } from './plan.ts'
import { runRetention } from './run.ts'

const DAILY_MS = 86_400_000
/** A start is busy enough. */
const FIRST_MS = 10 * 60_000

/** How long raw readings are kept, indicator by indicator, and the daily run that drops what is older. */
export const retentionRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const byAdministrator = {
    config: { scope: 'nation:administrator' },
    preHandler: app.require('administrator'),
  } as const

  app.get(
    '/api/retention',
    {
      ...byAdministrator,
      schema: {
        tags: ['history'],
        summary: 'How long raw readings are kept',
        response: { 200: RetentionSettings },
      },
    },
    async () => ({
      settings: (await settings(app)).map(({ indicator, rawDays, setBy, setAt }) => ({
        ...{ indicator: indicator.code, rawDays, setBy, setAt: setAt?.getTime() ?? null },
      })),
    }),
  )

  app.put(
    '/api/retention/:code',
    {
      ...byAdministrator,
      schema: {
        tags: ['history'],
        summary:
          'Keep the raw readings of an indicator for so many days, or forever. Official figures always stay',
        params: Type.Object({ code: Code }),
        body: Type.Object({
          rawDays: Type.Union([Type.Integer({ minimum: 30, maximum: 36_500 }), Type.Literal('forever')]),
        }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const indicator = app.catalogue.now().indicator(request.params.code)
      if (!indicator) throw new RequestError('NOT_FOUND', { indicator: request.params.code })
      // A word, not null: a 0 sent by mistake is read as null.
      const rawDays = request.body.rawDays === 'forever' ? null : request.body.rawDays
      const by = actor(request)
      await transaction(app.db.pool, async (client) => {
        await client.query(
          `insert into retention (indicator_id, raw_days, set_by) values ($1, $2, $3)
           on conflict (indicator_id) do update set raw_days = $2, set_by = $3, set_at = clock_timestamp()`,
          [indicator.id, rawDays, by],
        )
        const detail = { rawDays }
        await app.audit.record(
          { actor: by, action: 'retention.set', subject: indicator.code, detail, address: request.ip },
          client,
        )
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/retention/run',
    {
      ...byAdministrator,
      schema: {
        tags: ['history'],
        summary: 'Drop now what is older than it is to be kept, or say what would go',
        body: Type.Object({ dryRun: Type.Boolean() }),
        response: { 200: RetentionOutcomes },
      },
    },
    async (request) => ({
      months: await bounded(
        runRetention(app, { now: Date.now(), dryRun: request.body.dryRun, actor: actor(request) }),
      ),
    }),
  )

  let running: Promise<unknown> = Promise.resolve()
  const run = () => {
    running = runRetention(app, { now: Date.now(), dryRun: false, actor: 'system' })
      .then((months) => {
        if (months.length) app.log.info({ months }, 'retention')
      })
      .catch((error: Error) => app.log.error({ error: error.message }, 'retention failed'))
  }
  const first = setTimeout(run, FIRST_MS)
  const daily = setInterval(run, DAILY_MS)
  first.unref()
  daily.unref()
  app.addHook('onClose', async () => {
    clearTimeout(first)
    clearInterval(daily)
    await running
  })
}
