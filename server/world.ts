import fp from 'fastify-plugin'
import { FILE_MARK, markLine } from '../shared/world.ts'

const BOM = '\uFEFF'

/**
 * The one place through which every file of an exercise leaves: its name begins with the mark, and a table of text says
 * so in its first line. Workbooks, cubes and papers say it inside, from the same words.
 */
export const worldMark = fp(async (app) => {
  const line = markLine(app.config.world)
  if (line === null) return
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
