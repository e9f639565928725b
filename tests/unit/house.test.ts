import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const files = globSync('{client,server,shared,scripts}/**/*.{ts,tsx}', { cwd: root })
const imports = files.flatMap((file) => {
  const source = readFileSync(join(root, file), 'utf8')
  const found = source.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]/g,
  )
  return [...found].map((m) => ({
    file,
    to: relative(root, resolve(root, dirname(file), m[1] ?? m[2] ?? '')),
  }))
})
const show = (list: typeof imports) => list.map((i) => `${i.file} -> ${i.to}`)
const top = (path: string) => path.split('/')[0]
const room = (path: string) =>
  path.startsWith('server/') && path.split('/').length > 2 ? path.split('/')[1] : null

describe('the house', () => {
  it('has imports to judge', () => expect(imports.length).toBeGreaterThan(5))
  it('client and server meet only in shared', () => {
    const across = imports.filter(
      ({ file, to }) =>
        (top(file) === 'client' && top(to) === 'server') ||
        (top(file) === 'server' && top(to) === 'client') ||
        (top(file) === 'shared' && top(to) !== 'shared'),
    )
    expect(show(across)).toEqual([])
  })
  it("a room imports another room's index.ts, never its inside", () => {
    const inside = imports.filter(({ file, to }) => {
      const [from, into] = [room(file), room(to)]
      return from && into && from !== into && to !== `server/${into}/index.ts`
    })
    expect(show(inside)).toEqual([])
  })
  it('rooms of the server have no import cycles', () => {
    const next = new Map<string, Set<string>>()
    for (const { file, to } of imports) {
      const [from, into] = [room(file), room(to)]
      if (from && into && from !== into) next.set(from, (next.get(from) ?? new Set()).add(into))
    }
    const cycles: string[] = []
    const walk = (node: string, path: string[]) => {
      if (path.includes(node)) cycles.push([...path.slice(path.indexOf(node)), node].join(' -> '))
      else for (const n of next.get(node) ?? []) walk(n, [...path, node])
    }
    for (const node of next.keys()) walk(node, [])
    expect(cycles).toEqual([])
  })
  it('no file is longer than 400 lines', () => {
    const long = files.filter((f) => readFileSync(join(root, f), 'utf8').split('\n').length > 401)
    expect(long).toEqual([])
  })
})
