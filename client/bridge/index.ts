// What the pages use of the video bridge.
export { Call, type CallEnd, type CallPhase, type CallProblem, type CallState } from './call.ts'
export type { Remote } from './carrier.ts'
export { DeviceCheck } from './DeviceCheck.tsx'
export { deviceSecret } from './deviceSecret.ts'
export {
  type DeviceChoice,
  type DeviceProblem,
  listDevices,
  mediaBarrier,
  type OpenedDevices,
  openDevices,
} from './devices.ts'
export { useCall, useLevel, useWallFeed, useWallPreview } from './hooks.ts'
export { Picture } from './Picture.tsx'
export { ReadinessBoard, useReadinessBoard } from './readiness/ReadinessBoard.tsx'
export { ReadinessPanel } from './readiness/ReadinessPanel.tsx'
export { type Frame, Recorder, recordingType } from './recorder.ts'
export { Sounds } from './Sounds.tsx'
export { nearestColour, PATTERN_COLOURS, PATTERN_POINTS, patternOf } from './testPattern.ts'
export { type TestPicture, testPicture } from './testPicture.ts'
export { type Devices, useDevices } from './useDevices.ts'
export type { WallFeed } from './wallFeed.ts'
