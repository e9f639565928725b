// What this screen knows of itself, and what lies over its picture for a while.
import { createStore } from 'zustand/vanilla'
import { CLEAR_OVERLAY, type ScreenOverlay, type ScreenSelf } from '../../../../shared/wall.ts'

export type DeviceState = {
  /** As the server last told it; null before. */
  self: ScreenSelf | null
  overlay: ScreenOverlay
  /** Its name in large until then, server's time ms; 0 = not. */
  identifyUntil: number
  testPicture: boolean
  /** What stands is of that time, kept from before the page started; null once the server answered. */
  keptAt: number | null
  /** Another page lives under this screen's token: this one shows nothing. */
  taken: boolean
}

export const deviceStore = createStore<DeviceState>(() => ({
  self: null,
  overlay: CLEAR_OVERLAY,
  identifyUntil: 0,
  testPicture: false,
  keptAt: null,
  taken: false,
}))
