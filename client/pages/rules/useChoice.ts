import { useCallback, useRef, useState } from 'react'

export type Choice<T> = {
  chosen: T | 'new' | null
  /** What was pressed in the list: with words in the editor that are not saved, it is asked about first. */
  choose(which: T | 'new'): void
  /** What the editor has become, nothing to be lost. */
  set(which: T): void
  /** Whether the editor holds words that are not saved. */
  onChanged(changed: boolean): void
  /** Where a press would have led. */
  wanted: T | 'new' | null
  leave(): void
  stay(): void
}

/** Which of a list stands in the editor beside it. */
export function useChoice<T extends number | string>(): Choice<T> {
  const [chosen, setChosen] = useState<T | 'new' | null>(null)
  const [wanted, setWanted] = useState<T | 'new' | null>(null)
  const changed = useRef(false)
  const to = (which: T | 'new' | null) => {
    setWanted(null)
    setChosen(which)
  }
  return {
    chosen,
    wanted,
    choose: (which) => {
      if (which !== chosen && changed.current) setWanted(which)
      else to(which)
    },
    set: to,
    onChanged: useCallback((is: boolean) => {
      changed.current = is
    }, []),
    leave: () => to(wanted),
    stay: () => setWanted(null),
  }
}
