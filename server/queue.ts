/**
 * What waits to be written, by what it is about. What is about one subject keeps its order, for each builds on the one
 * before; of different subjects as many are written together as there are, however often one of them turns.
 */
export class Queue<T> {
  readonly #subjectOf: (task: T) => string
  /** By subject, in their order; the subject that has waited longest first. */
  readonly #waiting = new Map<string, T[]>()
  #size = 0

  constructor(subjectOf: (task: T) => string) {
    this.#subjectOf = subjectOf
  }

  get size(): number {
    return this.#size
  }

  push(task: T): void {
    const subject = this.#subjectOf(task)
    const own = this.#waiting.get(subject)
    if (own) own.push(task)
    else this.#waiting.set(subject, [task])
    this.#size++
  }

  /** The next task of up to `most` subjects. They wait until they are done. */
  next(most: number): T[] {
    const found: T[] = []
    for (const [first] of this.#waiting.values()) {
      if (found.length >= most) break
      if (first !== undefined) found.push(first)
    }
    return found
  }

  /** They are written: what their subjects have more of comes after what waits already. */
  done(batch: readonly T[]): void {
    for (const task of batch) {
      const subject = this.#subjectOf(task)
      this.thin(subject, (t) => t !== task)
      const left = this.#waiting.get(subject)
      if (left && this.#waiting.delete(subject)) this.#waiting.set(subject, left)
    }
  }

  /** Of a subject only what is `wanted` still. */
  thin(subject: string, wanted: (task: T) => boolean): void {
    const own = this.#waiting.get(subject)
    if (!own) return
    const left = own.filter(wanted)
    this.#size -= own.length - left.length
    if (left.length) this.#waiting.set(subject, left)
    else this.#waiting.delete(subject)
  }
}
