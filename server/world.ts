import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { RequestError } from '../shared/refusal.ts'
import { bearsMark, FILE_MARK, MARK_BOTH, markLine, unmarked } from '../shared/world.ts'
import type { Config } from './config.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * `ended`: this world is over, an exercise that is read and no longer changed, by people or by itself. `stoodAt`: when its
     * time stopped (ms), at its end or when it was cut off; null while it runs. `now`: the time that its sources are held to.
     */
    worldLife: { ended: boolean; stoodAt: number | null; now(): number }
    /** A file that came in by its name: one of an exercise throws EXERCISE_FILE in the real world; there it is read without its mark. */
    ofThisWorld(name: string, body: Buffer): Buffer
  }
}

/** Whether something may be sent there: in an exercise only where its setting names the address. */
export const mayReach = ({ world, exercise }: Pick<Config, 'world' | 'exercise'>, address: string): boolean =>
  world.kind === 'real' || exercise.addresses.includes(address)

const BOM = '\uFEFF'
/** What may still be sent to an exercise that is over: nothing but coming in and going out. */
const AFTER_THE_END = new Set(['/api/sign-in', '/api/sign-out', '/api/me/password', '/api/me'])
/** Connectors that reach out of the process, and how they are set: an exercise has none. */
const REACHING = new Set(['http-pull', 'mqtt', 'mqtt-broker', 'file-drop', 'sql'])
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

const connectorOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'connector' in body ? String(body.connector) : ''

/** As it stands in every file that an exercise gives; nobody else writes these words side by side. */
const MARK_BYTES = Buffer.from(`${MARK_BOTH}: `)
const MARKED_NAME = new RegExp(`(^|[/\\\\])${FILE_MARK}`, 'i')
const entriesOf = (body: unknown): [string, unknown][] =>
  typeof body === 'object' && body !== null && !Array.isArray(body) ? Object.entries(body) : []

/** Whether what was sent is a file that an exercise gave, whole or as a text in a form. */
function isMarked(body: unknown): boolean {
  if (Buffer.isBuffer(body)) return body.includes(MARK_BYTES)
  if (typeof body === 'string') return bearsMark(body)
  return entriesOf(body).some(([, value]) => typeof value === 'string' && bearsMark(value))
}
/** A table of text without its mark; all else as it is. */
function readable(body: unknown): unknown {
  if (typeof body === 'string') return unmarked(body)
  if (Buffer.isBuffer(body)) {
    const line = body.subarray(0, 400).toString()
    return bearsMark(line) ? body.subarray(body.indexOf('\n') + 1) : body
  }
  const marked = entriesOf(body).flatMap(([key, value]) =>
    typeof value === 'string' && bearsMark(value) ? [[key, unmarked(value)] as const] : [],
  )
  return marked.length && typeof body === 'object' ? { ...body, ...Object.fromEntries(marked) } : body
}

/**
 * The one place through which every request and file of an exercise goes. A file's name begins with the mark, and a table
 * of text says so in its first line; workbooks, cubes and papers say it inside, from the same words. Nothing is changed
 * after the end, and nothing reaches out. The real world takes no such file back.
 */
export const worldMark = fp(async (app) => {
  const life: FastifyInstance['worldLife'] = {
    ended: false,
    stoodAt: null,
    now: () => life.stoodAt ?? Date.now(),
  }
  app.decorate('worldLife', life)
  const line = markLine(app.config.world)
  app.decorate('ofThisWorld', (name: string, body: Buffer) => {
    if (line === null && (MARKED_NAME.test(name) || isMarked(body))) throw new RequestError('EXERCISE_FILE')
    const read = line === null ? body : readable(body)
    return Buffer.isBuffer(read) ? read : body
  })
  if (line === null) {
    app.addHook('preValidation', ({ body }, _reply, done) =>
      done(body && isMarked(body) ? new RequestError('EXERCISE_FILE') : undefined),
    )
    return
  }
  app.addHook('preValidation', async (request) => {
    const { method, routeOptions, body } = request
    if (READING.has(method)) return
    request.body = readable(body)
    const url = routeOptions.url ?? ''
    if (life.ended && !AFTER_THE_END.has(url)) throw new RequestError('EXERCISE_ENDED')
    if (url === '/api/accounts' || url === '/api/accounts/:id') throw new RequestError('EXERCISE_ACCOUNTS')
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
      reply.header(
        'content-disposition',
        named.replace(/filename="/, `filename="${FILE_MARK}`).replace("''", `''${FILE_MARK}`),
      )
    const type = String(reply.getHeader('content-type') ?? '')
    if (!type.startsWith('text/csv') || typeof payload !== 'string') return payload
    const rest = payload.startsWith(BOM) ? payload.slice(1) : payload
    const marked = `${BOM}# ${line}\r\n${rest}`
    reply.header('content-length', Buffer.byteLength(marked))
    return marked
  })
})
