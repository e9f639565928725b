import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { SceneShown } from '../../../shared/live.ts'
import { liveSocket } from '../../live/index.ts'
import { sectionStore } from './section.ts'

/** Tells the desk, by the number of the telling, that its picture is on this screen. */
export function useAnswer(shown: SceneShown | null, page: number): void {
  const turn = useStore(sectionStore, (s) => s.turn)
  useEffect(() => {
    if (!shown) return
    const { scene, version, step, no } = shown
    const report = { scene, version, page, step, no, ...(turn ? { turn } : {}) }
    const tell = () => {
      // To a server that is away it would be said again and again, all at once when it is back.
      if (liveSocket().connected) liveSocket().emit('scene:shown', report)
    }
    // After the picture is drawn, not before: the desk is told what stands.
    const frame = requestAnimationFrame(tell)
    return () => cancelAnimationFrame(frame)
  }, [shown, page, turn])
}
