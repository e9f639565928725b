// Keeps one renderer on an element: loads what it needs, retries, rebuilds after a lost GL context, releases it.
import { type RefObject, useEffect, useRef, useState } from 'react'
import { type Boundaries, loadBoundaries } from './boundaries.ts'
import { createRenderer, type MapEvents, type MapRenderer, type MapState } from './renderer.ts'
import { LABEL_FONT } from './style.ts'

const RETRY_MS = 5000
/** A driver that just fell needs a moment before it gives a context again. */
const REBUILD_MS = 1000

/** MapLibre caches a glyph for good, so the face must be there before the first label is drawn. */
async function loadLabelFont(boundaries: Boundaries): Promise<void> {
  const provinces = Object.values(boundaries.eras).flatMap(({ byCode }) => [...byCode.values()])
  const names = [...provinces.map((p) => p.name_vi), ...boundaries.islands.map((i) => i.name)]
  await document.fonts.load(LABEL_FONT, names.join('')).catch(() => [])
}

export interface MountedMap {
  renderer: RefObject<MapRenderer | null>
  boundaries: Boundaries | undefined
  /** Nothing could be drawn yet; it is being tried again. */
  failed: boolean
}

export function useMapRenderer(
  container: RefObject<HTMLElement | null>,
  state: MapState,
  interactive: boolean,
  events: Omit<MapEvents, 'onContextLost'>,
): MountedMap {
  const renderer = useRef<MapRenderer>(null)
  const latest = useRef({ state, events })
  const [boundaries, setBoundaries] = useState<Boundaries>()
  const [attempt, setAttempt] = useState(0)
  const [failed, setFailed] = useState(false)

  useEffect(() => {
    latest.current = { state, events }
    renderer.current?.update(state)
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the retry
  useEffect(() => {
    if (boundaries) return
    let current = true
    let timer: ReturnType<typeof setTimeout> | undefined
    loadBoundaries()
      .then(async (loaded) => {
        await loadLabelFont(loaded)
        if (current) setBoundaries(loaded)
      })
      .catch(() => {
        if (!current) return
        setFailed(true)
        timer = setTimeout(() => setAttempt((n) => n + 1), RETRY_MS)
      })
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [boundaries, attempt])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is a new map after a lost context
  useEffect(() => {
    if (!boundaries || !container.current) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const rebuild = (after: number) => {
      timer ??= setTimeout(() => setAttempt((n) => n + 1), after)
    }
    try {
      renderer.current = createRenderer(container.current, boundaries, latest.current.state, interactive, {
        onPick: (code) => latest.current.events.onPick(code),
        onHover: (code, x, y) => latest.current.events.onHover(code, x, y),
        onContextLost: () => rebuild(REBUILD_MS),
      })
      setFailed(false)
    } catch {
      setFailed(true)
      rebuild(RETRY_MS)
    }
    return () => {
      clearTimeout(timer)
      renderer.current?.destroy()
      renderer.current = null
    }
  }, [container, boundaries, attempt, interactive])

  return { renderer, boundaries, failed }
}
