/** Screens' own word that a picture is on them: what the desk is answered with. */
export class Answers {
  /** By screen: the newest report, and when it came (ms). */
  readonly #said = new Map<number, { key: string; at: number }>()
  readonly #waiting = new Set<() => void>()

  say(screen: number, key: string, now: number): void {
    this.#said.set(screen, { key, at: now })
    for (const look of this.#waiting) look()
  }
  at(screen: number, key: string): number | null {
    const said = this.#said.get(screen)
    return said?.key === key ? said.at : null
  }

  /** Resolves when all of them have said it, or when the time is over. */
  all(wanted: ReadonlyMap<number, string>, most: number): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        done()
      }
      const look = () => {
        if ([...wanted].every(([screen, key]) => this.at(screen, key) !== null)) end()
      }
      const timer = setTimeout(end, most)
      this.#waiting.add(look)
      look()
    })
  }
}
