import type { CommandEnd } from '../../../shared/wall.ts'

export type Sum = { done: number; total: number; others: { name: string; end: CommandEnd }[] }

/** What became of one order to several screens: how many did it, and by name those that did not. */
export function sumOf(answers: readonly { name: string; end: CommandEnd }[]): Sum {
  const others = answers.filter((a) => a.end !== 'done').map(({ name, end }) => ({ name, end }))
  return { done: answers.length - others.length, total: answers.length, others }
}
