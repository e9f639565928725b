import { useEffect, useRef } from 'react'
import { I18nextProvider } from 'react-i18next'
import { type Scene, sceneNeeds } from '../../../shared/scene.ts'
import type { Language } from '../../../shared/vocabulary.ts'
import { wordsIn } from '../../i18n/index.ts'
import { useView, type ViewQuestion } from '../../live/index.ts'
import { MapsDrawn } from '../../map/drawn.ts'
import { NO_FEED, SceneStage } from '../../scenes/index.ts'
import { type Cut, cutIn } from './measure.ts'
import styles from './scenes.module.css'

/** Between two looks: what cuts the same twice, its numbers there, has come to rest. */
const LOOK_MS = 500
/** Every length hangs on the height, so that any does. */
const HEIGHT = 720
export const STILL = { step: 0, held: true, together: null }

/** What the numbers of a scene that is being drawn are asked by. */
export function draftQuestion(scene: Scene): ViewQuestion | null {
  const needs = sceneNeeds(scene)
  return needs.cells.length || needs.indicators.length ? { kind: 'draft', ...needs } : null
}

type Props = {
  scene: Scene
  page: number
  aspect: number
  language: Language
  onMeasured(cuts: readonly Cut[]): void
}

/** A page drawn out of sight in a language, until what it cuts is known. */
export function HiddenStage({ scene, page, aspect, language, onMeasured }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const question = draftQuestion(scene)
  const { status } = useView(question)
  const there = question === null || status === 'open' || status === 'refused'
  useEffect(() => {
    if (!there) return
    let before: string | null = null
    const timer = setInterval(() => {
      if (!box.current || document.fonts.status !== 'loaded') return
      const cuts = cutIn(box.current)
      const now = JSON.stringify(cuts)
      if (now === before) onMeasured(cuts)
      before = now
    }, LOOK_MS)
    return () => clearInterval(timer)
  }, [there, onMeasured])
  const width = HEIGHT * aspect
  return (
    <div
      ref={box}
      className={`${styles.hidden} on-wall dark`}
      style={{ width, height: HEIGHT }}
      aria-hidden="true"
      inert
      data-hidden-stage={language}
    >
      <I18nextProvider i18n={wordsIn(language)}>
        <MapsDrawn value={false}>
          <SceneStage
            document={scene}
            question={question}
            page={page}
            canvas={{ width, height: HEIGHT, x: 0, y: 0, spanned: false }}
            feed={NO_FEED}
            steering={STILL}
            resting
          />
        </MapsDrawn>
      </I18nextProvider>
    </div>
  )
}
