import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const sources = globSync('client/**/*.{ts,tsx}', { cwd: root }).map((file) => ({
  file,
  text: readFileSync(join(root, file), 'utf8'),
}))
/** The registry itself, and a wall that has no person. */
const LISTENERS = ['client/commands/useKeys.ts', 'client/pages/wall/useTurning.ts']

test('no page binds keys past the registry, so that the map of keys names every one of them', () => {
  expect(sources.length).toBeGreaterThan(200)
  const listens = sources.filter(({ text }) => /addEventListener\(\s*'key(down|up|press)'/.test(text))
  expect(listens.map(({ file }) => file).sort()).toEqual(LISTENERS)
  const hooked = sources.filter(({ text }) =>
    /from '(react-hotkeys-hook|hotkeys-js|mousetrap|tinykeys)'/.test(text),
  )
  expect(hooked.map(({ file }) => file)).toEqual([])
})

test('no command takes the key that begins a way to another page', () => {
  const bound = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/(?:keys: |key\('\w+', )\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
      [...list.matchAll(/'([^']+)'/g)].map(([, keys]) => ({ file, keys })),
    ),
  )
  expect(bound.length).toBeGreaterThan(20)
  expect(bound.filter(({ keys }) => keys === 'g')).toEqual([])
})
