import { useMutation } from '@tanstack/react-query'
import type { InvitationView } from '../../../shared/api/bridge.ts'
import type { RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgeDriver, BridgeView } from '../../../shared/live.ts'
import type { LayoutKind, WallLayoutKind } from '../../../shared/room.ts'
import { api } from '../../api/index.ts'

/** What the chair does, each answered only after it is committed. The live connection brings the new state. */
export function useSessionActions(session: string, onInvited: (invitation: InvitationView) => void) {
  const at = `/api/bridge/${encodeURIComponent(session)}`
  const mute = useMutation({
    mutationFn: ({ point, muted }: { point: string; muted: boolean }) =>
      api.post<BridgeView>(`${at}/points/${point}/mute`, { muted }),
  })
  const muteAll = useMutation({ mutationFn: () => api.post<BridgeView>(`${at}/mute-all`) })
  const undoMuteAll = useMutation({ mutationFn: () => api.post<BridgeView>(`${at}/mute-all/undo`) })
  const layout = useMutation({
    mutationFn: (chosen: { kind: LayoutKind; seconds?: number }) =>
      api.post<BridgeView>(`${at}/layout`, chosen),
  })
  const wall = useMutation({
    mutationFn: (chosen: { kind: WallLayoutKind; seconds?: number; point?: string | null }) =>
      api.post<BridgeView>(`${at}/wall`, chosen),
  })
  const numbers = useMutation({
    mutationFn: (point: string | null) => api.post<BridgeView>(`${at}/numbers`, { point }),
  })
  const share = useMutation({
    mutationFn: (point: string | null) => api.post<BridgeView>(`${at}/share`, { point }),
  })
  const spotlight = useMutation({
    mutationFn: (point: string | null) => api.post<BridgeView>(`${at}/spotlight`, { point }),
  })
  const floor = useMutation({
    mutationFn: (given: { point: string | null; seconds: number | null }) =>
      api.post<BridgeView>(`${at}/floor`, given),
  })
  const admit = useMutation({
    mutationFn: (point: string | null) =>
      api.post<BridgeView>(point ? `${at}/points/${point}/admit` : `${at}/admit`),
  })
  const item = useMutation({
    mutationFn: (chosen: number | null) => api.post<BridgeView>(`${at}/item`, { item: chosen }),
  })
  const move = useMutation({
    mutationFn: (driver: BridgeDriver) => api.post<BridgeView>(`${at}/driver`, { driver }),
  })
  const revoke = useMutation({
    mutationFn: (point: string) => api.post<BridgeView>(`${at}/points/${point}/revoke`),
  })
  const invite = useMutation({
    mutationFn: (unit: string) => api.post<InvitationView>(`${at}/invite`, { unit }),
    onSuccess: onInvited,
  })
  const link = useMutation({
    mutationFn: (point: string) => api.post<InvitationView>(`${at}/points/${point}/link`),
    onSuccess: onInvited,
  })
  const end = useMutation({ mutationFn: () => api.post<BridgeView>(`${at}/end`) })
  /** Also one that another page makes. */
  const stopRecording = useMutation({
    mutationFn: async () => {
      const list = await api.get<RecordingView[]>(`${at}/recordings`)
      for (const r of list) if (r.stoppedAt === null) await api.post(`/api/recordings/${r.id}/stop`)
    },
  })
  const room = { undoMuteAll, layout, wall, numbers, share }
  const all = {
    ...room,
    ...{ stopRecording, mute, muteAll, spotlight, floor, admit, item, move, revoke, invite, link, end },
  }
  const error = Object.values(all).find((a) => a.error)?.error ?? null
  return { ...all, error }
}
export type SessionActions = ReturnType<typeof useSessionActions>
