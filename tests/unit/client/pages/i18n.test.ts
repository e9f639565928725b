import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const FOLDER = new URL('../../../../client/i18n/', import.meta.url)
const NAMES = readdirSync(new URL('vi/', FOLDER)).map((file) => file.replace(/\.json$/, ''))
const read = (language: string, name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${language}/${name}.json`, FOLDER), 'utf8'))

/** Every text with its path; a plural of one form counts as the same text in a language that has two. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path.replace(/_(one|other)$/, ''), value]]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, v]) => texts(v, path ? `${path}.${key}` : key))
}
const blanks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()

describe.each(NAMES)('the words of %s', (name) => {
  const vi = new Map(texts(read('vi', name)))
  const en = new Map(texts(read('en', name)))
  test('are the same texts in both languages', () => {
    expect([...en.keys()].sort()).toEqual([...vi.keys()].sort())
  })
  test('have the same blanks to fill in', () => {
    for (const [key, text] of vi) expect([key, blanks(en.get(key) ?? '')]).toEqual([key, blanks(text)])
  })
  test('are composed Unicode', () => {
    for (const text of vi.values()) expect(text).toBe(text.normalize('NFC'))
  })
})
