import { type PointerEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FrameMark } from '../../../shared/room.ts'
import { liveSocket } from '../../live/index.ts'
import styles from './pointer.module.css'
import { type Touched, touchedAt } from './pointer.ts'
import { Ring } from './Ring.tsx'
import { usePointer } from './usePointer.ts'

/** At most so often does a moving hand speak. */
const SPEAK_MS = 90

type Props = {
  unit: string
  frame: FrameMark | null
  pointing: boolean
  children: React.ReactNode
}

/** A province's numbers on the page of whoever directs: while the pointer is on, what they touch is ringed at both ends. */
export function PointerField({ unit, frame, pointing, children }: Props) {
  const { t } = useTranslation('bridge')
  const field = useRef<HTMLDivElement>(null)
  const [mark, setMark] = useState<Touched | null>(null)
  const other = usePointer()
  const spoke = useRef({ at: 0, what: '' })
  const lift = useCallback(() => {
    setMark(null)
    if (spoke.current.what && liveSocket().connected) liveSocket().emit('bridge:pointer', null)
    spoke.current.what = ''
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another province's numbers are not what was pointed at.
  useEffect(() => lift, [unit, lift])
  useEffect(() => {
    if (!pointing) lift()
  }, [pointing, lift])
  const touch = (event: PointerEvent) => {
    if (!pointing || !field.current) return
    const touched = touchedAt(field.current, event.target, event.clientX)
    const what = touched ? `${touched.indicator} ${touched.at}` : ''
    const now = performance.now()
    if (!touched || what === spoke.current.what) return
    if (event.type === 'pointermove' && now - spoke.current.at < SPEAK_MS) return
    spoke.current = { at: now, what }
    setMark(touched)
    liveSocket().emit('bridge:pointer', { unit, ...touched, frame })
  }
  const shown = mark ?? (other?.unit === unit ? other : null)
  return (
    <div
      ref={field}
      className={styles.field}
      data-pointing={pointing || undefined}
      onPointerMove={touch}
      onPointerDown={touch}
    >
      {children}
      <Ring field={field} mark={shown} label={t('pointer.chair')} />
    </div>
  )
}
