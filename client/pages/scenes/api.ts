import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ActAnswer,
  PlaylistView,
  SceneAct,
  SceneDetail,
  SceneListItem,
  Showing,
} from '../../../shared/api/scenes.ts'
import type { SceneFault } from '../../../shared/scene-check.ts'
import { api, RequestProblem } from '../../api/index.ts'
import { useSignal } from '../../live/index.ts'

export const useSceneList = () =>
  useQuery({ queryKey: ['scenes'], queryFn: () => api.get<SceneListItem[]>('/api/scenes') })
/** `fresh`: what was read before does not count; `isFetchedAfterMount` says when it is there. */
export const useScene = (scene: string | null, fresh = false) =>
  useQuery({
    queryKey: ['scene', scene],
    enabled: scene !== null,
    ...(fresh && { staleTime: 0, refetchOnMount: 'always' as const }),
    queryFn: () => api.get<SceneDetail>(`/api/scenes/${scene}`),
  })
export const usePlaylists = () =>
  useQuery({ queryKey: ['playlists'], queryFn: () => api.get<PlaylistView[]>('/api/playlists') })

const SHOWING = {
  queryKey: ['scenes-showing'],
  queryFn: () => api.get<Showing>('/api/scenes-showing'),
}
/** What stood when it was last asked: enough for the names of screens. */
export const useShownOnce = () => useQuery(SHOWING)

/** What stands on the screens; asked anew whenever the server says that it is another. */
export function useShowing() {
  const client = useQueryClient()
  const showing = useQuery({ ...SHOWING, refetchInterval: 30_000 })
  useSignal('scenes', () => {
    for (const key of ['scenes', 'scenes-showing', 'playlists', 'scene-record'])
      void client.invalidateQueries({ queryKey: [key] })
  })
  return showing
}

/** Has the screens show something; the answer names who answered, or the request that waits for a second person. */
export function useAct() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (act: SceneAct) => api.post<ActAnswer>('/api/scene-acts', act),
    onSettled: () => client.invalidateQueries({ queryKey: ['scenes-showing'] }),
  })
}

/** A second person's word on what another asked for; the answer names who answered. */
export function useDecision() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, confirm }: { id: string; confirm: boolean }) =>
      api.post<ActAnswer>(`/api/scene-requests/${id}`, { confirm }),
    onSettled: () => client.invalidateQueries({ queryKey: ['scenes-showing'] }),
  })
}

/** What is wrong in a document that the server refused. */
export function faultsOf(error: Error | null): SceneFault[] {
  if (!(error instanceof RequestProblem) || error.code !== 'SCENE_INVALID') return []
  const { faults } = error.detail
  return Array.isArray(faults) ? (faults as SceneFault[]) : []
}
