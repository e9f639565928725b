import fp from 'fastify-plugin'
import { RequestError } from '../shared/refusal.ts'
import { FILE_MARK, markLine } from '../shared/world.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether this world is over: an exercise after its end is read and no longer changed. */
    worldLife: { ended: boolean }
  }
}

const BOM = '\uFEFF'
/** What may still be sent to an exercise that is over: nothing but coming in and going out. */
const AFTER_THE_END = new Set(['/api/sign-in', '/api/sign-out', '/api/me/password', '/api/me'])
/** Connectors that reach out of the process, and how they are set: an exercise has none. */
const REACHING = new Set(['http-pull', 'mqtt', 'mqtt-broker', 'file-drop', 'sql'])
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

const connectorOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'connector' in body ? String(body.connector) : ''

/**
 * The one place through which every request and file of an exercise goes. A file's name begins with the mark, and a table
 * of text says so in its first line; workbooks, cubes and papers say it inside, from the same words. Nothing is changed
 * after the end, and nothing reaches out.
 */
export const worldMark = fp(async (app) => {
  const life = { ended: false }
  app.decorate('worldLife', life)
  const line = markLine(app.config.world)
  if (line === null) return
  app.addHook('preValidation', async ({ method, routeOptions, body }) => {
    if (READING.has(method)) return
    const url = routeOptions.url ?? ''
    if (life.ended && !AFTER_THE_END.has(url)) throw new RequestError('EXERCISE_ENDED')
    const reaches =
      url === '/api/connections/:id/settings' ||
      url === '/api/connections/:id/trial' ||
      (url === '/api/connections' && REACHING.has(connectorOf(body)))
    if (reaches) throw new RequestError('EXERCISE_INSIDE')
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('x-td-world', 'exercise')
    const named = reply.getHeader('content-disposition')
    if (typeof named === 'string')
      reply.header('content-disposition', named.replace(/filename="/, `filename="${FILE_MARK}`))
    const type = String(reply.getHeader('content-type') ?? '')
    if (!type.startsWith('text/csv') || typeof payload !== 'string') return payload
    const rest = payload.startsWith(BOM) ? payload.slice(1) : payload
    const marked = `${BOM}# ${line}\r\n${rest}`
    reply.header('content-length', Buffer.byteLength(marked))
    return marked
  })
})
