import type { Playlist } from '../../shared/playlist.ts'

type Items = Playlist['items']
/** Off by themselves: such a list plays while its stage of operation calls for it, on every screen. */
const ofStage = (no: number, vi: string, en: string, items: Items): Playlist => ({
  key: `giai-doan-${no}`,
  title: { vi, en },
  enabled: false,
  priority: 50,
  targets: [{ kind: 'all' }],
  times: [],
  conditions: [],
  items,
})
const show = (scene: string, minutes: number) => ({ scene, minutes })

/**
 * The playlists that come with the product, one for each stage above the ordinary. The graver the stage, the more the wall
 * stays with what happens: our own alarms, the warnings in force and where they hold. Like any playlist they can be changed.
 */
export const DELIVERED_PLAYLISTS: readonly Playlist[] = [
  ofStage(2, 'Theo dõi tăng cường', 'Heightened watch', [show('sections', 8), show('alarms', 2)]),
  ofStage(3, 'Sẵn sàng ứng phó', 'Ready to respond', [
    ...[show('storm', 4), show('alarms', 2), show('sections', 4)],
  ]),
  ofStage(4, 'Ứng phó', 'Response', [show('storm', 6), show('alarms', 2)]),
  ofStage(5, 'Khẩn cấp', 'Emergency', [show('storm', 4), show('alarms', 4)]),
]
