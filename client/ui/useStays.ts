import { useState } from 'react'

/** What is shown because nothing was chosen stays while it is there, also when another comes before it. */
export function useStays<T>(first: T | undefined, isThere: (shown: T) => boolean): T | undefined {
  const [shown, show] = useState(first)
  if (shown !== undefined && isThere(shown)) return shown
  if (shown !== first) show(() => first)
  return first
}
