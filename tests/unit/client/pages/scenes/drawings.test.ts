import { expect, test } from 'vitest'
import { EMPTY } from '../../../../../client/pages/scenes/draft.ts'
import {
  drawingsOf,
  findingsOf,
  type Known,
  languagesOf,
  learnt,
  unmeasured,
} from '../../../../../client/pages/scenes/drawings.ts'
import type { Scene } from '../../../../../shared/scene.ts'

const [page] = EMPTY.pages
const two: Scene = { ...EMPTY, pages: [1, 2].flatMap((n) => (page ? [{ ...page, seconds: n * 30 }] : [])) }
const NONE: Known = new Map()
const cut = [{ rule: 'cut' as const, part: 'heading', found: 2 }]
const drawn = (scene: Scene) => drawingsOf(scene, 16 / 9, languagesOf('en'))
const all = (scene: Scene) => drawn(scene).reduce((known, d) => learnt(known, d.key, []), NONE)

test('whoever reads English sees to Vietnamese as well; whoever reads Vietnamese to that alone', () => {
  expect(languagesOf('en')).toEqual(['vi', 'en'])
  expect(languagesOf('vi')).toEqual(['vi'])
})

test('pages that are drawn alike are cut alike, whatever their time', () => {
  const [first] = drawn(two)
  const known = learnt(NONE, first?.key ?? '', cut)
  expect(findingsOf(drawn(two), known).map((f) => [f.page, f.language, f.found])).toEqual([
    [0, 'vi', 2],
    [1, 'vi', 2],
  ])
  // In English they were not measured yet.
  expect(unmeasured(drawn(two), known)).toEqual([0, 1])
})

test('only the page that was changed is to be measured again, both when the name of all is', () => {
  const known = all(two)
  expect(unmeasured(drawn(two), known)).toEqual([])
  const moved = two.pages.map((p, i) => (i ? { ...p, parts: p.parts.slice(1) } : p))
  expect(unmeasured(drawn({ ...two, pages: moved }), known)).toEqual([1])
  expect(unmeasured(drawn({ ...two, title: { vi: 'Khác', en: 'Other' } }), known)).toEqual([0, 1])
})

test('what is measured again and is the same is no news', () => {
  const known = learnt(NONE, 'a', cut)
  expect(learnt(known, 'a', [...cut])).toBe(known)
  expect(learnt(known, 'a', [])).not.toBe(known)
})
