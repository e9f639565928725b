import { useCallback, useEffect, useRef, useState } from 'react'
import { EMPTY_MS, PAGE_MS, type Turn, turned } from './plan.ts'

const asked = new URLSearchParams(location.search)
const number = (name: string) => {
  const n = Number(asked.get(name))
  return Number.isInteger(n) && n > 0 ? n : null
}
const pinnedSection = number('section')
const pinnedPage = number('page')

/** Keys that steer a replay while there is one. */
const STEERS = new Set([' ', 'ArrowRight', 'ArrowLeft'])
const steered = () => document.querySelector('[data-frame="replay"]') !== null
/** Meant for a field, a button or a dialog, not for the wall. */
const isTyped = (e: KeyboardEvent) =>
  e.target instanceof Element && e.target.closest('input, select, textarea, button, [role="dialog"]') !== null

export type Turning = Turn & {
  held: boolean
  hold(on: boolean): void
  go(step: 1 | -1): void
  show(section: number): void
}

/** Which page stands now. It turns by itself; holding, stepping and choosing are by key or by hand. */
export function useTurning(sections: readonly number[], pagesOfSection: number, ready: boolean): Turning {
  const [turn, setTurn] = useState<Turn>({
    section: pinnedSection ?? sections[0] ?? 1,
    page: (pinnedPage ?? 1) - 1,
  })
  const [held, setHeld] = useState(pinnedSection !== null)
  const now = useRef({ sections, pagesOfSection })
  now.current = { sections, pagesOfSection }
  const step = useCallback(
    (by: 1 | -1) => setTurn((t) => turned(t, by, now.current.sections, now.current.pagesOfSection)),
    [],
  )

  useEffect(() => {
    if (held || !ready) return
    void turn // each page gets its whole time
    const timer = setTimeout(() => step(1), pagesOfSection ? PAGE_MS : EMPTY_MS)
    return () => clearTimeout(timer)
  }, [held, ready, turn, pagesOfSection, step])

  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.defaultPrevented || isTyped(e) || (STEERS.has(e.key) && steered())) return
      if (e.key === ' ' || e.key === 'h') setHeld((on) => !on)
      else if (e.key === 'ArrowRight') step(1)
      else if (e.key === 'ArrowLeft') step(-1)
      else if (/^[1-9]$/.test(e.key) && now.current.sections.includes(Number(e.key)))
        setTurn({ section: Number(e.key), page: 0 })
      else return
      e.preventDefault()
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [step])
  return {
    ...turn,
    held,
    hold: setHeld,
    go: step,
    show: (section) => setTurn({ section, page: 0 }),
  }
}
