import type { DirectiveInput, DirectiveView } from '../../../shared/api/directives.ts'
import type { ViewQuestion } from '../../../shared/live.ts'
import { api, RequestProblem } from '../../api/index.ts'
import { shownView } from '../../live/index.ts'

/**
 * Gives a task with what the screen shows at this moment. A screen that has just changed under it (the link came back, a
 * server began anew) is named once more as it stands then; nothing of what was typed is lost either way.
 */
export async function giveNow(
  input: Omit<DirectiveInput, 'shown'>,
  question: ViewQuestion | undefined,
): Promise<DirectiveView[]> {
  const send = () =>
    api.post<DirectiveView[]>('/api/directives', {
      ...input,
      shown: question ? shownView(question) : null,
    } satisfies DirectiveInput)
  try {
    return await send()
  } catch (error) {
    if (error instanceof RequestProblem && error.code === 'DIRECTIVE_SHOWN') return send()
    throw error
  }
}
