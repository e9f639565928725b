import type { SceneShown } from '../../shared/live.ts'

/**
 * What stands on a screen as its own page is told of it. What took it is named after the scene: an alarm's title may carry a
 * number that the screen does not show while points from outside look in, and a page keeps what it was told.
 */
export const forScreen = (shown: SceneShown): SceneShown =>
  shown.why.kind === 'takeover' ? { ...shown, why: { ...shown.why, name: shown.document.title } } : shown
