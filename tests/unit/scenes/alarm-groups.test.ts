import { expect, test } from 'vitest'
import { AlarmGroups } from '../../../server/scenes/alarm-groups.ts'

const alarm = (id: number, raisedAt = id * 1_000) => ({
  ...{ id, raisedAt, since: raisedAt - 5 },
  title: { vi: `Báo động ${id}`, en: `Alarm ${id}` },
})
const causes = (groups: AlarmGroups, ...ids: number[]) =>
  groups.of(ids.map((id) => alarm(id))).map((g) => g.cause)

test('a thousand at once are one takeover, known by the first, until none of them stands', () => {
  const groups = new AlarmGroups()
  const many = Array.from({ length: 1_000 }, (_, i) => alarm(i + 1))
  expect(groups.of(many)).toEqual([{ cause: 'alarm:1', name: alarm(1).title, since: 995 }])
  expect(causes(groups, 400, 2_000)).toEqual(['alarm:1'])
  expect(causes(groups)).toEqual([])
  expect(causes(groups, 2_000)).toEqual(['alarm:2000'])
})

test('set aside are those that stood then: a later one takes anew and stands first', () => {
  const groups = new AlarmGroups()
  causes(groups, 1, 2)
  groups.setAside('alarm:1', 2_500)
  expect(causes(groups, 1, 2)).toEqual(['alarm:1'])
  expect(causes(groups, 2, 3)).toEqual(['alarm:3', 'alarm:1'])
  groups.setAside('alarm:3', 3_500)
  expect(causes(groups, 2, 3)).toEqual(['alarm:1', 'alarm:3'])
  expect(causes(groups, 3)).toEqual(['alarm:3'])
})

test('what a record says before a restart goes on under its own cause', () => {
  const groups = new AlarmGroups()
  groups.restore({ cause: 'alarm:1', name: alarm(1).title, since: 995, asideAt: 1_500 })
  groups.restore({ cause: 'alarm:2', name: alarm(2).title, since: 1_995, asideAt: null })
  expect(causes(groups, 1, 7)).toEqual(['alarm:2', 'alarm:1'])
})
