// Source systems in a process of their own. Rows change their value each time and their instants advance.
import { serve } from '../child.ts'
import { Post } from './http.ts'
import { beginnings, body } from './rows.ts'
import type { Source } from './server.ts'

export type Load = {
  port: number
  sources: Source[]
  /** Each sends its next message when the last one was answered; they share the sources in turn. */
  senders: number
  rows: number
  ms: number
}
export type Loaded = { rows: number; messages: number; ms: number; refused: number }

serve({
  /** Every series of the sources gets one value. */
  async fill({ port, sources, rows }: Omit<Load, 'ms'>): Promise<void> {
    await Promise.all(
      sources.map(async (source) => {
        const texts = beginnings(source)
        const post = new Post(port, `/api/connections/${source.id}/observations`, source.key)
        for (let begin = 0; begin < texts.length; begin += rows) {
          const count = Math.min(rows, texts.length - begin)
          const { status, text } = await post.send(body(texts, begin, count, Date.now()))
          if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, 300)}`)
        }
        post.end()
      }),
    )
  },
  async load({ port, sources, senders, rows, ms }: Load): Promise<Loaded> {
    const out = { rows: 0, messages: 0, refused: 0 }
    const from = performance.now()
    await Promise.all(
      Array.from({ length: senders }, async (_, n) => {
        const source = sources[n % sources.length]
        if (!source) throw new Error('there is no source')
        const texts = beginnings(source)
        const post = new Post(port, `/api/connections/${source.id}/observations`, source.key)
        // Senders of one source each have their own part of its series.
        let begin = Math.floor(
          (Math.floor(n / sources.length) * texts.length) / Math.ceil(senders / sources.length),
        )
        let last = 0
        while (performance.now() - from < ms) {
          last = Math.max(Date.now(), last + 1)
          const { status, text } = await post.send(body(texts, begin, rows, last))
          if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, 300)}`)
          const answer = JSON.parse(text) as { accepted: number; refused: number }
          out.rows += answer.accepted
          out.refused += answer.refused
          out.messages++
          begin = (begin + rows) % texts.length
        }
        post.end()
      }),
    )
    return { ...out, ms: performance.now() - from }
  },
})
