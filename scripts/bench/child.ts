import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

type Answer = { id: number; result?: unknown; error?: string }

/** A process of the bench's own: what is measured does not share one with what measures it. */
export class Child {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, { done: (result: unknown) => void; failed: (error: Error) => void }>()
  #next = 1

  /** `module` is a path; it answers with `serve` of this file. */
  constructor(module: string, options: { env?: Record<string, string>; node?: string[] } = {}) {
    this.#process = fork(module, [], {
      env: { ...process.env, ...options.env },
      execArgv: options.node ?? [],
      serialization: 'advanced',
    })
    this.#process.on('message', (answer: Answer) => {
      const call = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.error === undefined) call?.done(answer.result)
      else call?.failed(new Error(answer.error))
    })
    this.#process.once('exit', (code) => {
      for (const { failed } of this.#waiting.values()) failed(new Error(`${module} ended with ${code}`))
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Calls what the child serves under that name. Throws what it threw, by its text. */
  call<T>(name: string, ...words: unknown[]): Promise<T> {
    const id = this.#next++
    return new Promise<T>((done, failed) => {
      this.#waiting.set(id, { done: (result) => done(result as T), failed })
      this.#process.send({ id, name, words })
    })
  }

  /** Ends it; what it serves as `stop` is called first. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const gone = once(this.#process, 'exit')
    await this.call('stop').catch(() => {})
    if (this.#process.connected) this.#process.disconnect()
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 10_000)
    await gone
    clearTimeout(late)
  }
}

/** In the child: answers calls of the parent until it lets go. */
export function serve(actions: Record<string, (...words: never[]) => unknown>): void {
  process.on('message', async ({ id, name, words }: { id: number; name: string; words: never[] }) => {
    try {
      const action = actions[name]
      if (!action && name !== 'stop') throw new Error(`nothing is served as ${name}`)
      process.send?.({ id, result: await action?.(...words) })
    } catch (error) {
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.once('disconnect', () => process.exit(0))
}
