import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The classes that a sheet has, and those that a component names of it. */
function classesOf(sheet: string): Set<string> {
  // What is said of the whole page (:global) is no class of the sheet's own.
  const bare = read(sheet).replace(/\/\*[\s\S]*?\*\/|:global\((?:[^()]|\([^()]*\))*\)/g, '')
  return new Set([...bare.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name))
}
const named = (text: string, as: string) =>
  [...text.matchAll(new RegExp(`(?<![\\w./'])${as}\\.([a-zA-Z]\\w*)`, 'g'))].map(([, name = '']) => name)

test('every class that a component names stands in the sheet that it takes it from, and none stands unused', () => {
  const used = new Map<string, Set<string>>()
  const missing: string[] = []
  let looked = 0
  for (const file of globSync('client/**/*.{ts,tsx}', { cwd: root })) {
    const text = read(file)
    for (const [, as = '', path = ''] of text.matchAll(/^import (\w+) from '([^']+\.module\.css)'/gm)) {
      const sheet = join(dirname(file), path)
      const has = classesOf(sheet)
      const names = used.get(sheet) ?? new Set()
      used.set(sheet, names)
      for (const name of named(text, as)) {
        looked++
        names.add(name)
        if (!has.has(name)) missing.push(`${file}: ${as}.${name}`)
      }
      // A name that is worked out: all of that sheet may be meant.
      if (text.includes(`${as}[`)) for (const name of has) names.add(name)
    }
  }
  expect(looked).toBeGreaterThan(1_000)
  expect(missing).toEqual([])
  const unused = [...used].flatMap(([sheet, names]) =>
    [...classesOf(sheet)].filter((name) => !names.has(name)).map((name) => `${sheet}: .${name}`),
  )
  expect(unused).toEqual([])
})
