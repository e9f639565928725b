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
  // The alarm that has the focus, or that the keys have chosen, is what a person would write about.
  const focus = document.activeElement
  const alarm =
    focus?.closest<HTMLElement>('[data-alarm]') ??
    focus
      ?.closest('[data-pane="attention"], [data-alarm-lines]')
      ?.querySelector<HTMLElement>('[data-alarm][data-current]')
  const id = Number(alarm?.dataset.alarm)
  if (alarm && Number.isInteger(id))
    return { about: { kind: 'alarm', id }, name: alarm.querySelector('strong')?.textContent ?? `#${id}` }
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
