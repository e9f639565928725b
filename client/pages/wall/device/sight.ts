// What of the page can be seen by whoever stands before the screen.
import type { ProofCover } from '../../../../shared/proof.ts'
import { serverNow } from '../../../live/index.ts'
import { type DeviceState, deviceStore } from './self.ts'

/** What lies over the whole picture; null while the picture can be seen. */
export function coverOf(
  { overlay, testPicture, identifyUntil }: DeviceState,
  now: number,
): ProofCover | null {
  if (overlay.blank) return 'dark'
  if (identifyUntil > now) return 'identity'
  return testPicture ? 'test-picture' : null
}
export const coverNow = (): ProofCover | null => coverOf(deviceStore.getState(), serverNow())

/** Whether it is drawn, stands in the window, and has no notice over its middle. */
function inSight(element: Element, notices: readonly DOMRect[]): boolean {
  if (!element.checkVisibility({ visibilityProperty: true })) return false
  const box = element.getBoundingClientRect()
  if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) return false
  const x = (box.left + box.right) / 2
  const y = (box.top + box.bottom) / 2
  return !notices.some((n) => x > n.left && x < n.right && y > n.top && y < n.bottom)
}

export type InSight = {
  /** The words of every number, by '<indicator>@<unit>'. */
  words: ReadonlyMap<string, string>
  /** The indicators by which a map is coloured, and of which time (end of the period, ms); null: each province of its own. */
  maps: ReadonlyMap<string, number | null>
}

/** Read from the page itself, not from what it was told to draw. */
export function readSight(): InSight {
  const notices = [...document.querySelectorAll('[data-notice]')].map((e) => e.getBoundingClientRect())
  const words = new Map<string, string>()
  for (const element of document.querySelectorAll<HTMLElement>('[data-series]')) {
    const key = element.dataset.series
    if (!key || words.has(key) || !inSight(element, notices)) continue
    words.set(key, (element.textContent ?? '').trim().slice(0, 80))
  }
  const maps = new Map<string, number | null>()
  for (const element of document.querySelectorAll<HTMLElement>('[data-map][data-coloured]')) {
    const drawn = element.querySelector('canvas')
    const { map, mapTime } = element.dataset
    if (map && drawn && inSight(drawn, notices)) maps.set(map, mapTime === undefined ? null : Number(mapTime))
  }
  return { words, maps }
}
