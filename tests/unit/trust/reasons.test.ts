import type pg from 'pg'
import { expect, test } from 'vitest'
import type { Intake } from '../../../server/intake/index.ts'
import { withReasons } from '../../../server/trust/evidence.ts'

const MB = 1 << 20
/** Revisions whose messages have these sizes, the newest first; what was opened of them, and how many at once. */
async function told(...sizes: number[]) {
  const opened: string[] = []
  let open = 0
  let most = 0
  const pool = {
    query: async (text: string) => ({
      rows: text.includes('quarantine_repair')
        ? []
        : sizes.map((bytes, i) => ({
            ...{ id: String(i), connection: 'EVN', fileName: `${i}.csv`, sentBy: 'a@b', bytes },
          })),
    }),
  }
  const intake = {
    message: async (id: string) => {
      opened.push(id)
      most = Math.max(most, ++open)
      return { id }
    },
    reread: async ({ id }: { id: string }) => {
      await new Promise((done) => setTimeout(done, 1))
      open--
      if (id === '1') throw new Error('a decoder that has become stricter')
      return [{ row: 1, content: '', fields: { note: `vì ${id}` } }]
    },
  }
  const revisions = sizes.map((_, i) => ({
    ...{ revision: sizes.length - i, value: i, status: 'final' as const, entry: 'push' as const },
    ...{ recordedAt: 0, message: String(i), row: 1 },
  }))
  const list = await withReasons(
    intake as unknown as Intake,
    pool as unknown as pg.Pool,
    revisions as unknown as Parameters<typeof withReasons>[2],
    () => true,
  )
  return { opened, most, list }
}

test('the messages of revisions are opened one after the other; who sent them is told of each', async () => {
  const { opened, most, list } = await told(10, 10, 10)
  expect([opened, most]).toEqual([['0', '1', '2'], 1])
  expect(list.map((r) => r.note)).toEqual(['vì 0', null, 'vì 2'])
  expect(list[1]).toMatchObject({ before: 2, connection: 'EVN', fileName: '1.csv', sentBy: 'a@b' })
})

test('a large one is not opened, nor what goes beyond all that is opened for one card', async () => {
  const { opened, list } = await told(MB + 1, 10, MB, MB, MB, MB, 10)
  expect(opened).toEqual(['1', '2', '3', '4', '6'])
  expect(list.map((r) => r.note !== null)).toEqual([false, false, true, true, true, false, true])
  expect(list.every((r) => r.connection === 'EVN')).toBe(true)
})

test('a number that was never revised has no reason to look for', async () => {
  expect((await told(10)).opened).toEqual([])
})
