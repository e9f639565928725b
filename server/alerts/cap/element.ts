import type { Defect } from './types.ts'

type Node = Record<string, unknown>
/** Names of children: those that must stand once, may stand once, may stand any number of times. */
export type Rules = { one?: readonly string[]; optional?: readonly string[]; many?: readonly string[] }

const LONGEST_TEXT = 20_000
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$/

/** One element of the message with the path that defects are named by. Nothing throws: what is wrong goes onto the list. */
export class Element {
  readonly path: string
  readonly #children: Node
  readonly #defects: Defect[]

  constructor(path: string, value: unknown, defects: Defect[]) {
    this.path = path
    this.#defects = defects
    this.#children = value && typeof value === 'object' && !Array.isArray(value) ? (value as Node) : {}
  }

  defect(name: string, problem: string): void {
    this.#defects.push({ path: name ? `${this.path}/${name}` : this.path, problem })
  }

  /** Every child must be one of these, as often as it may be. */
  allow({ one = [], optional = [], many = [] }: Rules): void {
    const known = new Set([...one, ...optional, ...many, 'Signature'])
    for (const name of Object.keys(this.#children)) {
      if (name === '#text') this.defect('', 'text stands between the elements')
      else if (!name.startsWith('@') && !known.has(name)) this.defect(name, 'no such element in CAP 1.2')
    }
    for (const name of one) if (!this.#list(name).length) this.defect(name, 'is missing')
    for (const name of [...one, ...optional]) {
      const count = this.#list(name).length
      if (count > 1) this.defect(name, `stands ${count} times, may stand once`)
    }
  }

  each(name: string): Element[] {
    const list = this.#list(name)
    return list.map((v, i) => {
      const at = list.length > 1 ? `[${i + 1}]` : ''
      return new Element(`${this.path}/${name}${at}`, v, this.#defects)
    })
  }

  texts(name: string): string[] {
    return this.#list(name).flatMap((v) => {
      const text = typeof v === 'object' && v ? (v as Node)['#text'] : v
      const plain = typeof text === 'string' ? text.trim() : ''
      if (!plain) this.defect(name, 'is empty')
      else if (plain.length > LONGEST_TEXT) this.defect(name, `is longer than ${LONGEST_TEXT} characters`)
      return plain ? [plain] : []
    })
  }

  text(name: string): string | null {
    return this.texts(name)[0] ?? null
  }

  /** One of the standard's words. */
  word<W extends string>(name: string, words: readonly W[]): W {
    return this.words(name, words)[0] ?? (words[0] as W)
  }

  words<W extends string>(name: string, words: readonly W[]): W[] {
    return this.texts(name).flatMap((text) => {
      const known = words.find((w) => w === text)
      if (!known) this.defect(name, `'${text.slice(0, 40)}' is none of ${words.join(', ')}`)
      return known ? [known] : []
    })
  }

  /** ms since 1970. The standard wants seconds and an offset, and no Z. */
  instant(name: string): number | null {
    const text = this.text(name)
    return text === null ? null : this.instantOf(name, text)
  }

  instantOf(name: string, text: string): number | null {
    const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
    if (!Number.isNaN(at)) return at
    this.defect(name, `'${text.slice(0, 40)}' is no time like 2026-11-23T07:00:00+07:00`)
    return null
  }

  number(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    if (/^[-+]?\d+(\.\d+)?$/.test(text)) return Number(text)
    this.defect(name, `'${text.slice(0, 40)}' is no number`)
    return null
  }

  #list(name: string): unknown[] {
    const v = this.#children[name]
    return v === undefined ? [] : Array.isArray(v) ? v : [v]
  }
}
