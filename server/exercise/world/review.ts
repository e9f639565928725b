import type { ReviewView, RunState } from '../../../shared/api/exercise.ts'
import { type Act, judge, minuteAt } from '../../../shared/exercise/course.ts'
import { type InjectNames, injectText } from '../../../shared/exercise/words.ts'
import { clockOf, type Kept, type Step } from './store.ts'
import { messagesOf } from './told.ts'

const say = (text: string) => ({ vi: text, en: text })
const CLOCK = {
  begun: { vi: 'Bắt đầu', en: 'Begun' },
  set: (speed: number) => ({ vi: `Chạy nhanh ${speed} lần`, en: `Runs at ${speed} times` }),
  paused: { vi: 'Tạm dừng', en: 'Paused' },
  ended: { vi: 'Kết thúc', en: 'Ended' },
}

/**
 * What the scenario did beside what people did, and what became of each thing expected of them; with `ahead` also of what
 * has not come yet.
 */
export function reviewOf(
  kept: Kept,
  steps: readonly Step[],
  acts: readonly Act[],
  state: RunState,
  names: InjectNames,
  ahead: boolean,
): ReviewView {
  const { scenario } = kept
  const clock = clockOf(steps)
  const injects = new Map(scenario.injects.map((i) => [i.id, i]))
  const injectedAt = new Map(
    steps.flatMap((s) => (s.kind === 'inject' && s.inject ? [[s.inject, s.at]] : [])),
  )
  const ofScenario = steps.flatMap((s, n): ReviewView['line'] => {
    const row = {
      at: s.at,
      minute: minuteAt(clock, s.at),
      side: 'scenario' as const,
      who: null,
      subject: null,
    }
    if (s.kind === 'clock') {
      const first = steps.findIndex((x) => x.kind === 'clock') === n
      const last = kept.endedAt !== null && steps.findLastIndex((x) => x.kind === 'clock') === n
      const { speed = 1, running } = s.detail
      const text = last ? CLOCK.ended : first ? CLOCK.begun : running ? CLOCK.set(speed) : CLOCK.paused
      return [{ ...row, kind: 'clock', inject: null, text, taken: null }]
    }
    const inject = s.kind === 'inject' && s.inject ? injects.get(s.inject) : undefined
    if (!inject) return []
    return [
      {
        ...row,
        kind: inject.kind,
        inject: inject.id,
        text: injectText(inject, names),
        taken: s.detail.taken ?? null,
      },
    ]
  })
  const ofPeople = acts.map((a): ReviewView['line'][number] => ({
    ...{ at: a.at, minute: minuteAt(clock, a.at), side: 'people', kind: a.action, inject: null },
    ...{ text: say(a.action), who: a.actor, subject: a.subject, taken: null },
  }))
  const expected = scenario.expected.map((e) => ({
    ...{ id: e.id, text: e.text, position: e.position },
    ...judge(e, injectedAt.get(e.after) ?? null, acts, clock, state),
  }))
  return {
    title: scenario.title,
    description: scenario.description,
    state,
    startedAt: kept.startedAt,
    endedAt: kept.endedAt,
    line: [...ofScenario, ...ofPeople].sort((a, b) => a.at - b.at),
    expected: ahead ? expected : expected.filter((e) => e.state !== 'waiting'),
    messages: messagesOf(scenario, steps),
  }
}
