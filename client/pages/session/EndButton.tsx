import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './end.module.css'

const HOLD_MS = 2_000

/** Held for two seconds it ends the session; pressed shortly it asks first. No key ends a session by a slip. */
export function EndButton({ onEnd, onAsk }: { onEnd(): void; onAsk(): void }) {
  const { t } = useTranslation('bridge')
  const [held, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const done = useRef(false)
  const hold = () => {
    if (timer.current !== undefined) return
    done.current = false
    setHeld(true)
    timer.current = setTimeout(() => {
      done.current = true
      release()
      onEnd()
    }, HOLD_MS)
  }
  const release = () => {
    clearTimeout(timer.current)
    timer.current = undefined
    setHeld(false)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <button
      type="button"
      className={styles.end}
      data-action="end"
      data-held={held || undefined}
      onPointerDown={hold}
      onPointerUp={release}
      onPointerLeave={release}
      onKeyDown={(e) => {
        if (e.key === 'Enter' || e.key === ' ') hold()
      }}
      onKeyUp={release}
      onBlur={release}
      onClick={() => {
        if (!done.current) onAsk()
        done.current = false
      }}
    >
      {t('end.button')} <small>{t('layout.hold')}</small>
    </button>
  )
}
