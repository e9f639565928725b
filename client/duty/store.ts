import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { LogAbout } from '../../shared/api/logbook.ts'

/** What an entry that is written now would speak of, with the name by which the page shows it. */
export type Spoken = { about: LogAbout; name: string }
type Open = 'log' | 'positions' | 'stage' | null
const store = createStore<{ open: Open; spoken: readonly Spoken[] }>(() => ({ open: null, spoken: [] }))

export const useDutyDialog = (): Open => useStore(store, (s) => s.open)
export const openDuty = (open: Open): void => store.setState({ open })
/** What is looked at now; what was looked at last comes first. */
export function spokenNow(): Spoken | null {
  // An alert that has the focus is what a person would write about.
  const alert = document.activeElement?.closest<HTMLElement>('[data-attention]')
  const id = Number(alert?.dataset.attention)
  if (alert && Number.isInteger(id))
    return { about: { kind: 'attention', id }, name: alert.querySelector('strong')?.textContent ?? `#${id}` }
  return store.getState().spoken.at(-1) ?? null
}

/** While it is shown, this is what an entry of the log speaks of. */
export function useSpokenOf(spoken: Spoken | null): void {
  const key = spoken && JSON.stringify(spoken)
  useEffect(() => {
    if (key === null) return
    const own: Spoken = JSON.parse(key)
    store.setState((s) => ({ spoken: [...s.spoken, own] }))
    return () => store.setState((s) => ({ spoken: s.spoken.filter((x) => x !== own) }))
  }, [key])
}
