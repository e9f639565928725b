import { useEffect, useState } from 'react'
import type { SceneShown, ViewQuestion } from '../../shared/live.ts'
import { type Scene, sceneNeeds } from '../../shared/scene.ts'
import type { WallFeed } from '../bridge/index.ts'
import { useScreenPlace } from '../live/index.ts'
import type { Canvas } from './SceneStage.tsx'

/** What a wall shows before its server has said anything: the seven sections in turn. */
export const STANDING: Scene = {
  format: 'trong-dong-scene/1',
  key: 'sections',
  title: { vi: 'Bảy chuyên mục', en: 'The seven sections' },
  restricted: false,
  grid: { columns: 24, rows: 24 },
  pages: [{ seconds: 3_600, parts: [{ id: 'sections', kind: 'sections', x: 0, y: 0, w: 24, h: 24 }] }],
}

/** Null for a scene that is bound to no number. */
export function questionOf(shown: SceneShown): ViewQuestion | null {
  const needs = sceneNeeds(shown.document)
  return needs.cells.length || needs.indicators.length
    ? { kind: 'scene', scene: shown.scene, version: shown.version }
    : null
}

/** This window as the whole wall; where it stands in one, its part of the wall's one canvas, as large as the window asks. */
export function useCanvas(): Canvas {
  const [size, setSize] = useState(() => ({ width: innerWidth, height: innerHeight }))
  useEffect(() => {
    const sized = () => setSize({ width: innerWidth, height: innerHeight })
    window.addEventListener('resize', sized)
    return () => window.removeEventListener('resize', sized)
  }, [])
  const place = useScreenPlace()
  if (!place) return { ...size, x: 0, y: 0, spanned: false }
  const { x, y, width, height, totalWidth, totalHeight } = place.part
  const across = size.width / width
  const down = size.height / height
  return {
    ...{ width: totalWidth * across, height: totalHeight * down },
    ...{ x: x * across, y: y * down, spanned: true },
  }
}

/** For a page that is no wall: no session comes to it. */
export const NO_FEED: WallFeed = {
  session: null,
  stream: null,
  attach: undefined,
  connected: false,
  remotes: new Map(),
}
