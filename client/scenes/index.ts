// Scenes of the wall: drawn from their documents, at any size and shape.
export { type Canvas, SceneStage } from './SceneStage.tsx'
export { NO_FEED, questionOf, STANDING, useCanvas } from './standing.ts'
export { onShown, shownNow, standWith, useShown } from './useShown.ts'
