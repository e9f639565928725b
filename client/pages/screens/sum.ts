import type { CommandEnd } from '../../../shared/wall.ts'

/** As one order ends; a scene may also give way to what is nearer to the screen, or to a takeover. */
export type SumEnd = CommandEnd | 'otherwise'
export type Sum = { done: number; total: number; others: { name: string; end: SumEnd }[] }

/** What became of one order to several screens: how many did it, and by name those that did not. */
export function sumOf(answers: readonly { name: string; end: SumEnd }[]): Sum {
  const others = answers.filter((a) => a.end !== 'done').map(({ name, end }) => ({ name, end }))
  return { done: answers.length - others.length, total: answers.length, others }
}
