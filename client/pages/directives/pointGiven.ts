// The directives of a bridge point that came by a link: no account, so its own socket asks and answers.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { DirectiveDetail, PointActInput } from '../../../shared/api/directives.ts'
import { RequestProblem } from '../../api/index.ts'
import { liveSocket, useSignal } from '../../live/index.ts'

const PATIENCE_MS = 10_000
const AGAIN_MS = 15_000
type Answer = { directives: DirectiveDetail[] } | { error: { code: string } }
const read = (answer: Answer): DirectiveDetail[] => {
  if ('error' in answer) throw new RequestProblem(400, answer.error)
  return answer.directives
}
const KEY = ['directives', 'point']

/** What this session gave the point's unit; asked anew when anything of it changes. */
export function usePointGiven(enabled: boolean) {
  const queries = useQueryClient()
  useSignal('directives', () => void queries.invalidateQueries({ queryKey: KEY }))
  return useQuery({
    queryKey: KEY,
    enabled,
    refetchInterval: AGAIN_MS,
    queryFn: async () => read(await liveSocket().timeout(PATIENCE_MS).emitWithAck('directives:given')),
  })
}

export const pointAct = async (id: number, input: PointActInput): Promise<DirectiveDetail[]> =>
  read(await liveSocket().timeout(PATIENCE_MS).emitWithAck('directives:act', id, input))
