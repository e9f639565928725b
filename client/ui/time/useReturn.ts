import { useEffect, useState } from 'react'
import { setClock } from '../../live/index.ts'

/** A wall that nobody touches must not stand in the past: after this long without a hand on it, it is live again. */
const ASKED_S = Number(new URLSearchParams(location.search).get('return'))
const RETURN_MS = ASKED_S > 0 && ASKED_S <= 86_400 ? ASKED_S * 1_000 : 600_000
/** How long the controls of a wall stay after the last touch. */
const SHOWN_MS = 6_000
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

export function useReturn(active: boolean): void {
  useEffect(() => {
    if (!active) return
    let timer = 0
    let gone = false
    const back = async () => {
      if (!(await setClock({ mode: 'live' })) && !gone) again()
    }
    const again = () => {
      clearTimeout(timer)
      timer = window.setTimeout(() => void back(), RETURN_MS)
    }
    again()
    for (const event of TOUCHES) window.addEventListener(event, again, { passive: true })
    return () => {
      gone = true
      clearTimeout(timer)
      for (const event of TOUCHES) window.removeEventListener(event, again)
    }
  }, [active])
}

/** Whether a hand was on the pointer or the keyboard just now: a wall shows its controls only then. */
export function useTouched(): boolean {
  const [touched, setTouched] = useState(false)
  useEffect(() => {
    let timer = 0
    const again = () => {
      setTouched(true)
      clearTimeout(timer)
      timer = window.setTimeout(() => setTouched(false), SHOWN_MS)
    }
    for (const event of TOUCHES) window.addEventListener(event, again, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const event of TOUCHES) window.removeEventListener(event, again)
    }
  }, [])
  return touched
}
