import { join } from 'node:path'
import { Child } from '../child.ts'
import type { Wanted } from './wanted.ts'

/** Consoles spread over a few processes of their own. */
export class Fleet {
  readonly #children: Child[]
  readonly #opened = new Map<string, number>()

  constructor(processes = 2) {
    const module = join(import.meta.dirname, 'process.ts')
    this.#children = Array.from({ length: processes }, () => new Child(module))
  }

  /** Opens `count` more consoles under that name. */
  async open(name: string, wanted: Wanted, count: number): Promise<void> {
    const before = this.#opened.get(name) ?? 0
    this.#opened.set(name, before + count)
    const share = Math.floor(count / this.#children.length)
    await Promise.all(
      this.#children.map((child, i) => {
        const own = i === 0 ? count - share * (this.#children.length - 1) : share
        return child.call(
          'open',
          name,
          wanted,
          own,
          before + (i === 0 ? 0 : count - share * (this.#children.length - i)),
        )
      }),
    )
  }

  async count(name: string): Promise<{ messages: number; bytes: number }> {
    const all = await Promise.all(
      this.#children.map((c) => c.call<{ messages: number; bytes: number }>('count', name)),
    )
    return all.reduce((a, b) => ({ messages: a.messages + b.messages, bytes: a.bytes + b.bytes }))
  }
  async record(name: string, messages: number): Promise<Uint8Array[]> {
    const [first] = this.#children
    return first ? first.call<Uint8Array[]>('record', name, messages) : []
  }
  /** Says something to every process about the consoles of that name; returns what each answered. */
  tell<T>(what: 'watch' | 'seen' | 'pause' | 'resume', name: string): Promise<T[]> {
    return Promise.all(this.#children.map((c) => c.call<T>(what, name)))
  }
  async close(name: string): Promise<void> {
    this.#opened.delete(name)
    await Promise.all(this.#children.map((c) => c.call('close', name)))
  }
  async stop(): Promise<void> {
    await Promise.all(this.#children.map((c) => c.stop()))
  }
}
