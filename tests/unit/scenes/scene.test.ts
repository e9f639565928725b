import { expect, test } from 'vitest'
import { pageAt, type Scene, sceneNeeds, turnOf } from '../../../shared/scene.ts'
import { checkScene, readScene } from '../../../shared/scene-check.ts'
import { sceneDiff } from '../../../shared/scene-diff.ts'

const scene = (): Scene => ({
  format: 'trong-dong-scene/1',
  key: 'thu',
  title: { vi: 'Thử', en: 'Trial' },
  restricted: false,
  grid: { columns: 24, rows: 24 },
  pages: [
    {
      seconds: 20,
      parts: [
        { id: 'hero', kind: 'hero', indicator: 'KTN-02', unit: 'VN', x: 0, y: 0, w: 8, h: 20 },
        {
          id: 'tiles',
          kind: 'tiles',
          cells: [
            { indicator: 'KTN-02', unit: 'VN' },
            { indicator: 'KTN-03', unit: 'VN' },
          ],
          x: 8,
          y: 0,
          w: 8,
          h: 20,
        },
      ],
    },
    { seconds: 10, parts: [{ id: 'map', kind: 'map', indicator: 'KTN-06', x: 0, y: 0, w: 24, h: 24 }] },
  ],
})
const faults = (value: unknown) => {
  const read = checkScene(value)
  return 'faults' in read ? read.faults.map((f) => `${f.field} ${f.code}`) : []
}

test('a sound scene is let in, and asks for each number once', () => {
  expect(faults(scene())).toEqual([])
  expect(sceneNeeds(scene())).toEqual({
    cells: [
      { indicator: 'KTN-02', unit: 'VN' },
      { indicator: 'KTN-03', unit: 'VN' },
    ],
    indicators: ['KTN-06'],
  })
})

test('what is wrong is named by its page, part and field', () => {
  const s = scene()
  const [page] = s.pages
  if (!page) throw new Error('no page')
  expect(faults({ ...s, pages: [{ ...page, parts: [{ ...page.parts[0], unit: 7 }] }] })).toEqual([
    'pages/0/parts/0/unit SHAPE',
  ])
  expect(faults({ ...s, pages: [{ ...page, parts: [{ ...page.parts[0], colour: 'red' }] }] })).toEqual([
    'pages/0/parts/0/colour SHAPE',
  ])
  expect(faults({ ...s, pages: [{ ...page, parts: [{ ...page.parts[0], kind: 'gauge' }] }] })).toEqual([
    'pages/0/parts/0/kind UNKNOWN_PART',
  ])
  expect(faults({ ...s, title: { vi: 'Thử' } })).toEqual(['title/en SHAPE'])
})

test('parts neither leave the grid nor lie on each other, on wide walls either', () => {
  const s = scene()
  const [hero, tiles] = s.pages[0]?.parts ?? []
  const of = (parts: unknown[]) => faults({ ...s, pages: [{ seconds: 20, parts }] })
  expect(of([{ ...hero, w: 25 }])).toEqual(['pages/0/parts/0 OUTSIDE'])
  expect(of([hero, { ...tiles, x: 4 }])).toEqual(['pages/0/parts/1 OVERLAPS'])
  expect(of([hero, { ...tiles, wide: { x: 0, y: 0, w: 4, h: 4 } }])).toEqual([
    'pages/0/parts/1/wide OVERLAPS',
  ])
  expect(of([hero, { ...tiles, id: 'hero' }])).toEqual(['pages/0/parts/1/id TWICE'])
})

test('a file that is no JSON says where it stops being one', () => {
  const read = readScene('{\n  "format": "trong-dong-scene/1",\n  oops\n}')
  expect(read).toMatchObject({ faults: [{ code: 'NOT_JSON', field: 'line 3, column 3' }] })
})

test('pages turn by the time since the scene came up, for ever', () => {
  const at = (ms: number) => pageAt(scene(), 1_000, 1_000 + ms)
  expect(at(0)).toEqual({ page: 0, left: 20_000 })
  expect(at(19_999)).toEqual({ page: 0, left: 1 })
  expect(at(20_000)).toEqual({ page: 1, left: 10_000 })
  expect(at(30_000)).toEqual({ page: 0, left: 20_000 })
  expect(at(-1)).toEqual({ page: 1, left: 1 })
  expect(pageAt({ pages: scene().pages.slice(0, 1) }, 0, 5)).toEqual({ page: 0, left: null })
})

test('two versions differ by what was added, moved, bound anew and taken away', () => {
  const after = scene()
  const [first] = after.pages
  if (!first) throw new Error('no page')
  first.seconds = 30
  first.parts = [
    { id: 'hero', kind: 'hero', indicator: 'KTN-03', unit: 'VN', x: 0, y: 0, w: 9, h: 20 },
    { id: 'clock', kind: 'clock', x: 20, y: 0, w: 4, h: 2 },
  ]
  after.pages = [first]
  expect(sceneDiff(scene(), after).map((c) => `${c.kind} ${c.page} ${c.part} ${c.field}`)).toEqual([
    'changed 0 null seconds',
    'moved 0 hero null',
    'changed 0 hero indicator',
    'added 0 clock null',
    'removed 0 tiles null',
    'removed 1 null null',
  ])
  expect(sceneDiff(scene(), scene())).toEqual([])
  // As the database gives it back.
  const reordered = { ...scene(), title: { en: 'Trial', vi: 'Thử' }, grid: { rows: 24, columns: 24 } }
  expect(sceneDiff(scene(), reordered)).toEqual([])
})

test('the instant of a turn is the same for whoever works it out, whenever they look', () => {
  const { pages } = scene()
  const since = 1_000_003
  for (const [passed, page, began, ends] of [
    [0, 0, 0, 20_000],
    [19_999, 0, 0, 20_000],
    [20_000, 1, 20_000, 30_000],
    [29_500, 1, 20_000, 30_000],
    [30_000, 0, 30_000, 50_000],
    [3_000_000_020_001, 1, 3_000_000_020_000, 3_000_000_030_000],
    [-5_000, 1, -10_000, 0],
  ] as const)
    expect(turnOf({ pages }, since, since + passed)).toEqual({
      ...{ page, began: since + began, ends: since + ends },
    })
  expect(turnOf({ pages: pages.slice(1) }, since, since + 9)).toEqual({ page: 0, began: since, ends: null })
})
