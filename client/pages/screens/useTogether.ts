import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ActAnswer, SceneAct } from '../../../shared/api/scenes.ts'
import type { Target } from '../../../shared/playlist.ts'
import type { CommandAnswer, ScreenCommand, ScreenState } from '../../../shared/wall.ts'
import { api } from '../../api/index.ts'
import { type Sum, sumOf } from './sum.ts'

/** An order that each screen carries out, or what the scenes are told for all of them. */
export type Order =
  | { command: ScreenCommand }
  | { act: 'show'; scene: string }
  | { act: 'pin' | 'next' | 'release' }

/** Tells several screens one thing at one instant. Null: it waits for a second person. */
export function useTogether(screens: readonly ScreenState[], target: Target) {
  const queries = useQueryClient()
  const command = async (command: ScreenCommand): Promise<Sum> => {
    const ids = screens.map((s) => s.id)
    const answers = await api.post<CommandAnswer[]>('/api/screens/command', { screens: ids, command })
    const names = new Map(screens.map((s) => [s.id, s.name]))
    return sumOf(answers.map((a) => ({ name: names.get(a.screen) ?? `${a.screen}`, end: a.end })))
  }
  const act = async (act: SceneAct): Promise<Sum | null> => {
    const answer = await api.post<ActAnswer>('/api/scene-acts', act)
    const here = new Set(screens.filter((s) => s.connected).map((s) => s.id))
    if (answer.request) return null
    return sumOf(
      answer.screens.map(({ id, name, answered, otherwise }) => ({
        ...{ name, end: answered ? 'done' : otherwise ? 'otherwise' : here.has(id) ? 'silent' : 'away' },
      })),
    )
  }
  return useMutation({
    mutationFn: (order: Order) => ('command' in order ? command(order.command) : act({ ...order, target })),
    onSettled: () => {
      for (const key of ['screen-commands', 'scenes-showing'])
        void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}
