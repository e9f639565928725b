import { useEffect, useRef } from 'react'

/** Runs on a plain press of the key while nothing is being typed; `run` may change from one picture to the next. */
export function useKey(key: string, enabled: boolean, run: () => void): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    if (!enabled) return
    const onKey = (e: KeyboardEvent) => {
      const typing = e.target instanceof HTMLElement && /^(input|textarea|select)$/i.test(e.target.tagName)
      if (e.key !== key || typing || e.ctrlKey || e.metaKey || e.altKey) return
      e.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [key, enabled])
}
