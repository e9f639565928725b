// The world a page belongs to, and its mark on everything that is seen of it.
export { WorldFrame } from './WorldFrame.tsx'
export { pageWorld } from './world.ts'
