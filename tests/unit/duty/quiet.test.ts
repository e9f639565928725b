import { expect, it } from 'vitest'
import { LOOK_MS, Quiet, SILENT_AFTER_MS } from '../../../server/duty/quiet.ts'

const PAUSE_MS = 600_000
/** Looks as often as the server does, from `from` to `to`; gives who fell silent and who spoke again. */
function looks(quiet: Quiet, from: number, to: number, heard: (id: number, now: number) => number) {
  const fell: number[] = []
  const speaks: number[] = []
  for (let now = from; now <= to; now += LOOK_MS) {
    const found = quiet.look(now, new Map([1, 2].map((id) => [id, heard(id, now)])))
    fell.push(...found.fell.map((f) => f.id))
    speaks.push(...found.speaks)
  }
  return { fell, speaks }
}

it('who says nothing for long has fallen silent, once, until they speak again', () => {
  const quiet = new Quiet(0)
  const far = SILENT_AFTER_MS + 4 * LOOK_MS
  expect(looks(quiet, 0, far, (id, now) => (id === 1 ? 0 : now))).toEqual({ fell: [1], speaks: [] })
  expect(quiet.look(far + LOOK_MS, new Map([[1, far + LOOK_MS]]))).toEqual({ fell: [], speaks: [1] })
})

it('says since when it is silent', () => {
  const quiet = new Quiet(0)
  looks(quiet, 0, SILENT_AFTER_MS, () => 0)
  const now = SILENT_AFTER_MS + LOOK_MS
  expect(quiet.look(now, new Map([[1, 2_000]])).fell).toEqual([{ id: 1, forMs: now - 2_000 }])
})

it('after the machine stood still nobody is silent before they had their time to speak', () => {
  const quiet = new Quiet(0)
  looks(quiet, 0, 10 * LOOK_MS, (_, now) => now)
  const before = 10 * LOOK_MS
  const woken = before + PAUSE_MS
  const after = looks(quiet, woken, woken + SILENT_AFTER_MS, (id, now) =>
    id === 2 && now > woken ? now : before,
  )
  expect(after).toEqual({ fell: [], speaks: [] })
  expect(quiet.look(woken + SILENT_AFTER_MS + LOOK_MS, new Map([[1, before]])).fell).toMatchObject([
    { id: 1 },
  ])
})

it('who was silent before the machine stood still has not spoken by that', () => {
  const quiet = new Quiet(0)
  const far = SILENT_AFTER_MS + LOOK_MS
  expect(looks(quiet, 0, far, (id, now) => (id === 1 ? 0 : now)).fell).toEqual([1])
  expect(quiet.look(far + PAUSE_MS, new Map([[1, 0]]))).toEqual({ fell: [], speaks: [] })
})
