import { useCallback, useEffect, useState } from 'react'
import type { Finding } from '../../../shared/legibility.ts'
import type { Scene } from '../../../shared/scene.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import {
  type Drawing,
  drawingsOf,
  findingsOf,
  type Known,
  languagesOf,
  learnt,
  unmeasured,
} from './drawings.ts'
import type { Cut } from './measure.ts'

/** Nothing is drawn out of sight while a person is still at it. */
const STILL_MS = 800

/** True once `of` has been the same for a while. */
function useStill(of: string): boolean {
  const [still, setStill] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setStill(of), STILL_MS)
    return () => clearTimeout(timer)
  }, [of])
  return still === of
}

type Cuts = {
  findings: Finding[]
  /** Pages that were not yet measured as they are now. */
  waiting: number[]
  /** What is to be drawn out of sight next; null: nothing, or not yet. */
  next: Drawing | null
  /** What the board cuts. */
  onBoard(cuts: readonly Cut[]): void
  onNext(cuts: readonly Cut[]): void
}

/** What every page of a scene cuts: the one on the board as it stands there, the others drawn once after each change. */
export function useCuts(scene: Scene, aspect: number, page: number, reader: Language): Cuts {
  const [known, setKnown] = useState<Known>(new Map())
  const drawings = drawingsOf(scene, aspect, languagesOf(reader))
  const board = drawings.find((d) => d.page === page && d.language === reader)?.key ?? ''
  const still = useStill(drawings.map((d) => d.key).join())
  const next = (still && drawings.find((d) => d.key !== board && !known.has(d.key))) || null
  const hidden = next?.key ?? ''
  const onBoard = useCallback(
    (cuts: readonly Cut[]) => setKnown((before) => learnt(before, board, cuts)),
    [board],
  )
  const onNext = useCallback(
    (cuts: readonly Cut[]) => setKnown((before) => learnt(before, hidden, cuts)),
    [hidden],
  )
  const findings = findingsOf(drawings, known)
  return { findings, waiting: unmeasured(drawings, known), next, onBoard, onNext }
}
