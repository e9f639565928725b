import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Cell } from '../../shared/frame/cell.ts'
import type { CellMeta } from '../../shared/live.ts'
import { FLAG } from '../../shared/vocabulary.ts'
import { useFreshness } from '../live/index.ts'
import { formatNumber } from './format/index.ts'
import { useLineage } from './lineage/context.ts'
import { useLanguage } from './preferences.ts'
import styles from './value.module.css'

type Props = { meta: CellMeta; cell: Cell | null; className?: string | undefined }

/** A number of an indicator: says whose it is and how old, lights for a second when it changed, opens its lineage. */
export function Value({ meta, cell, className }: Props) {
  const { t } = useTranslation('common')
  const language = useLanguage()
  const open = useLineage()
  const { state } = useFreshness(cell, meta)
  const missing = cell !== null && (cell.flags & FLAG.weightMissing) !== 0
  const text = missing ? t('weightMissing') : formatNumber(cell?.value ?? null, meta.decimals, language)
  const lit = useLit(text, state === 'never')
  const flags = cell?.flags ?? 0
  return (
    <button
      ref={lit}
      type="button"
      className={className ? `${styles.value} ${className}` : styles.value}
      data-series={`${meta.indicator}@${meta.unit}`}
      data-unit-from={meta.unitFrom}
      data-freshness={state}
      data-provisional={(flags & FLAG.provisional) !== 0 || undefined}
      data-missing={missing || undefined}
      title={t('openLineage')}
      onClick={() => open({ indicator: meta.indicator, unit: meta.unit, unitFrom: meta.unitFrom })}
    >
      {text}
    </button>
  )
}

/** A feed of one value a second would never rest: a cell lights at most this often. */
const REST_MS = 5_000
const LIGHTS: Record<'wall' | 'desk', Keyframe[]> = {
  wall: [
    { textShadow: '0 0 0.09em rgb(255 255 255 / 70%)' },
    { textShadow: '0 0 0.09em rgb(255 255 255 / 0%)' },
  ],
  desk: [
    { backgroundColor: 'color-mix(in srgb, var(--accent) 18%, transparent)' },
    { backgroundColor: 'transparent' },
  ],
}

/** Motion only when something changed: never at the first sight of a number. */
function useLit(text: string, absent: boolean) {
  const element = useRef<HTMLButtonElement>(null)
  const before = useRef<string | null>(null)
  const litAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const changed = before.current !== null && before.current !== text && !absent
    before.current = text
    const now = performance.now()
    if (!changed || now - litAt.current < REST_MS) return
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    litAt.current = now
    const place = document.documentElement.classList.contains('on-wall') ? 'wall' : 'desk'
    element.current?.animate(LIGHTS[place], { duration: 1_000, easing: 'ease-out' })
  }, [text, absent])
  return element
}
