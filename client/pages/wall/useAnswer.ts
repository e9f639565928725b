import { useEffect } from 'react'
import type { SceneShown } from '../../../shared/live.ts'
import { liveSocket } from '../../live/index.ts'

/** Tells the desk, by the number of the telling, that its picture is on this screen. */
export function useAnswer(shown: SceneShown | null, page: number): void {
  useEffect(() => {
    if (!shown) return
    const { scene, version, step, no } = shown
    const tell = () => liveSocket().emit('scene:shown', { scene, version, page, step, no })
    // After the picture is drawn, not before: the desk is told what stands.
    const frame = requestAnimationFrame(tell)
    return () => cancelAnimationFrame(frame)
  }, [shown, page])
}
