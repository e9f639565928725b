import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The keys of the pretended sources, kept as a real source would keep its own: a file only its owner can read. */
export class Keys {
  readonly #path: string
  #keys: Record<string, string> = {}
  constructor(path: string) {
    this.#path = path
  }
  async read(): Promise<void> {
    const known: unknown = await readFile(this.#path, 'utf8').then(JSON.parse, () => ({}))
    if (known && typeof known === 'object')
      for (const [id, key] of Object.entries(known)) if (typeof key === 'string') this.#keys[id] = key
  }
  get(id: string): string | undefined {
    return this.#keys[id]
  }
  set(id: string, key: string): void {
    this.#keys[id] = key
  }
  async write(): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
    await writeFile(`${this.#path}.new`, JSON.stringify(this.#keys), { mode: 0o600 })
    await rename(`${this.#path}.new`, this.#path)
  }
}
