import { useEffect, useRef, useState } from 'react'
import type { Scene } from '../../../shared/scene.ts'
import { EMPTY } from './draft.ts'

/** What was drawn and not saved, and the version it was drawn on. */
export type Kept = { scene: Scene; after: number }

function read(key: string): Kept | null {
  try {
    const kept: Kept | null = JSON.parse(localStorage.getItem(key) ?? 'null')
    return kept?.scene.format === EMPTY.format && kept.scene.pages.length > 0 ? kept : null
  } catch {
    return null
  }
}

/** Keeps what is drawn until it is saved, over a page that is left or lost, and asks before one is left by the browser. */
export function useKept(key: string, now: Kept, unsaved: boolean) {
  const [before, setBefore] = useState(() => {
    const kept = read(key)
    return JSON.stringify(kept?.scene) === JSON.stringify(now.scene) ? null : kept
  })
  const text = JSON.stringify(now)
  const was = useRef(key)
  useEffect(() => {
    // Saved under another key, it is kept there.
    if (was.current !== key) localStorage.removeItem(was.current)
    was.current = key
    if (unsaved) localStorage.setItem(key, text)
    else if (!before) localStorage.removeItem(key)
  }, [key, text, unsaved, before])
  useEffect(() => {
    if (!unsaved) return
    const ask = (e: BeforeUnloadEvent) => e.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  return { before, decide: () => setBefore(null) }
}
