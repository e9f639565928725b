// Sources that send by the clock, whether or not the server keeps up: a late answer delays no later message.
import { serve } from '../child.ts'
import { Post } from '../ingest/http.ts'
import { beginnings, body } from '../ingest/rows.ts'
import type { Source } from '../ingest/server.ts'

export type Pace = { port: number; sources: Source[]; rowsPerSecond: number; rows: number; ms: number }
/** `ms` is until the last answer; `refused` counts messages that were told to come back; `answered` is each one's wait in ms. */
export type Paced = { rows: number; refused: number; ms: number; answered: number[] }

const GOLDEN = 0.618_033_988_75

/** A source's connections: a message waits only while all of them wait for an answer. */
class Line {
  readonly #make: () => Post
  readonly #free: Post[] = []
  readonly #all: Post[] = []
  readonly #waiting: ((post: Post) => void)[] = []
  constructor(make: () => Post) {
    this.#make = make
  }
  async use<T>(work: (post: Post) => Promise<T>): Promise<T> {
    const post = await this.#take()
    try {
      return await work(post)
    } finally {
      const next = this.#waiting.shift()
      if (next) next(post)
      else this.#free.push(post)
    }
  }
  async #take(): Promise<Post> {
    const free = this.#free.pop()
    if (free) return free
    if (this.#all.length >= 8) return new Promise((done) => this.#waiting.push(done))
    const post = this.#make()
    this.#all.push(post)
    return post
  }
  end(): void {
    for (const post of this.#all) post.end()
  }
}

serve({
  async pace({ port, sources, rowsPerSecond, rows, ms }: Pace): Promise<Paced> {
    const lines = sources.map((source) => ({
      texts: beginnings(source),
      line: new Line(() => new Post(port, `/api/connections/${source.id}/observations`, source.key)),
    }))
    const out = { rows: 0, refused: 0 }
    const answered: number[] = []
    const interval = (rows * 1000) / rowsPerSecond
    const from = performance.now()
    const count = Math.floor(ms / interval)
    const sent: Promise<void>[] = []
    for (let n = 0; n < count; n++) {
      // Somewhere in its interval: messages in step with the server's ticks would all wait alike.
      const due = from + (n + ((n * GOLDEN) % 1)) * interval
      const wait = due - performance.now()
      if (wait > 0) await new Promise((done) => setTimeout(done, wait))
      const { texts, line } = lines[n % lines.length]!
      const begin = (Math.floor(n / lines.length) * rows) % texts.length
      // The rows' own instant is when this message was due: what a console sees of it tells how long it took.
      const text = body(texts, begin, rows, Math.floor(performance.timeOrigin + due))
      sent.push(
        line.use(async (post) => {
          const { status, text: answer } = await post.send(text)
          answered.push(performance.now() - due)
          if (status === 429 || status === 503) out.refused++
          else if (status !== 200) throw new Error(`answered ${status}: ${answer.slice(0, 300)}`)
          else out.rows += (JSON.parse(answer) as { accepted: number }).accepted
        }),
      )
    }
    await Promise.all(sent)
    for (const { line } of lines) line.end()
    return { ...out, answered, ms: performance.now() - from }
  },
})
