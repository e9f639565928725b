import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { keepTurning, reportTurn, serverNow } from '../../live/index.ts'
import { EMPTY_MS, PAGE_MS, type Turn, turned } from './plan.ts'

/** A timer may be this much early of the server's clock. */
const EARLY_MS = 4
const asked = new URLSearchParams(location.search)
const number = (name: string) => {
  const n = Number(asked.get(name))
  return Number.isInteger(n) && n > 0 ? n : null
}
const pinnedSection = number('section')
const pinnedPage = number('page')

/** Keys that steer a replay while there is one. */
const STEERS = new Set([' ', 'ArrowRight', 'ArrowLeft'])
const replaying = () => document.querySelector('[data-frame="replay"]') !== null
/** Meant for a field, a button or a dialog, not for the wall. */
const isTyped = (e: KeyboardEvent) =>
  e.target instanceof Element && e.target.closest('input, select, textarea, button, [role="dialog"]') !== null

/** From the desk: one more step each time, whether the page is held, and on what. */
export type SectionSteering = { step: number; held: boolean; together: number | null; turn?: Turn | null }
export type Turning = Turn & {
  held: boolean
  hold(on: boolean): void
  go(step: 1 | -1): void
  show(section: number): void
}

/** Which page stands now. It turns by itself; holding, stepping and choosing are by key or by hand. */
export function useTurning(
  sections: readonly number[],
  pagesOfSection: number,
  ready: boolean,
  steering: SectionSteering,
  only: number | null,
): Turning {
  const [turn, setTurn] = useState<Turn>(
    (steering.held && steering.turn) || {
      section: only ?? pinnedSection ?? sections[0] ?? 1,
      page: (pinnedPage ?? 1) - 1,
    },
  )
  const [held, setHeld] = useState(pinnedSection !== null || steering.held)
  const now = useRef({ sections, pagesOfSection })
  now.current = { sections, pagesOfSection }
  const step = useCallback(
    (by: 1 | -1) => setTurn((t) => turned(t, by, now.current.sections, now.current.pagesOfSection)),
    [],
  )

  useEffect(() => {
    if (held || !ready || steering.together !== null) return
    void turn // each page gets its whole time
    const timer = setTimeout(() => step(1), pagesOfSection ? PAGE_MS : EMPTY_MS)
    return () => clearTimeout(timer)
  }, [held, ready, turn, pagesOfSection, step, steering.together])

  // Screens of one wall turn by the server's clock: each round through the sections shows the next page of each.
  const { together } = steering
  useEffect(() => {
    if (held || !ready || together === null) return
    return keepTurning((turned) => {
      const k = Math.max(0, Math.floor((serverNow() + EARLY_MS - together) / PAGE_MS))
      const list = now.current.sections
      setTurn({ section: list[k % list.length] ?? 1, page: Math.floor(k / Math.max(1, list.length)) })
      if (turned) reportTurn(together + k * PAGE_MS, 'sections')
      return together + (k + 1) * PAGE_MS
    }, PAGE_MS)
  }, [held, ready, together])

  // What the desk asks for counts from when this stands.
  const steered = useRef(steering)
  useEffect(() => {
    const before = steered.current
    steered.current = steering
    if (steering.step > before.step) step(1)
    if (steering.held === before.held) return
    setHeld(steering.held)
    // Held already, it stands where whoever is before it has stepped to.
    if (steering.held && steering.turn) setTurn(steering.turn)
  }, [steering, step])

  useLayoutEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.defaultPrevented || isTyped(e) || (STEERS.has(e.key) && replaying())) return
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
