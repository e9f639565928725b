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

/** Motion only when something changed: never at the first sight of a number. */
function useLit(text: string, absent: boolean) {
  const element = useRef<HTMLButtonElement>(null)
  const before = useRef<string | null>(null)
  useEffect(() => {
    if (before.current !== null && before.current !== text && !absent) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
      if (!calm)
        element.current?.animate([{ opacity: 0.55 }, { opacity: 1 }], { duration: 900, easing: 'ease-out' })
    }
    before.current = text
  }, [text, absent])
  return element
}
