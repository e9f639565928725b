import { useEffect, useRef } from 'react'
import { onStep, tellStep } from './channel.ts'

type Options<T> = {
  /** The address names it: this window says for itself how it stands, whatever was said before it came. */
  named?: boolean
  /** What a window that comes is told, where the value moves by itself. */
  now?: (value: T) => T
  /** What makes two values the same; all of them unless said otherwise. */
  sameBy?: (value: T) => string
}

/**
 * Keeps a value the same in every window of this person: a change here is told, one elsewhere is taken over. `is` says
 * what is a value of this kind; anything else that is heard is left alone.
 */
export function useInStep<T>(
  topic: string,
  value: T,
  is: (value: unknown) => value is T,
  set: (value: T) => void,
  { sameBy = JSON.stringify, named = false, now = (v) => v }: Options<T> = {},
): void {
  const text = sameBy(value)
  /** What is known to be the same elsewhere; a window that opens says nothing of its own accord. */
  const known = useRef(text)
  const latest = useRef({ is, set, value, sameBy, named, now })
  latest.current = { is, set, value, sameBy, named, now }
  useEffect(() => {
    if (text === known.current) return
    known.current = text
    tellStep(topic, latest.current.value)
  }, [topic, text])
  useEffect(() => {
    const hear = (heard: unknown) => {
      if (!latest.current.is(heard)) return
      known.current = latest.current.sameBy(heard)
      latest.current.set(heard)
    }
    const present = () => latest.current.now(latest.current.value)
    return onStep(topic, hear, latest.current.named, present)
  }, [topic])
}

export const isTextOrNull = (v: unknown): v is string | null => v === null || typeof v === 'string'
