import { useHotkeys } from 'react-hotkeys-hook'

type Does = {
  compose(): void
  spotlight(): void
  numbers(): void
  pointer(): void
  muteAll(): void
  keys(): void
}
const ALWAYS = { preventDefault: true, enableOnFormTags: true } as const

/** The keys of whoever directs; they hold while a text field has the focus too, so no letter is one of them. */
export function useSessionKeys(enabled: boolean, does: Does): void {
  const always = { ...ALWAYS, enabled }
  useHotkeys('f4', () => does.compose(), always)
  useHotkeys('f6', () => nextPane(), ALWAYS)
  useHotkeys('f7', () => does.spotlight(), always)
  useHotkeys('f8', () => does.numbers(), always)
  useHotkeys('f9', () => does.pointer(), always)
  useHotkeys('ctrl+shift+m', () => does.muteAll(), always)
  useHotkeys('shift+slash', () => does.keys(), { preventDefault: true })
}

/** Round the panes in the order of the page; the first thing that can be used in each has the focus. */
export function nextPane(root: ParentNode = document): void {
  const panes = [...root.querySelectorAll<HTMLElement>('[data-pane]')].filter((p) => p.offsetParent !== null)
  const now = panes.findIndex((p) => p.contains(document.activeElement))
  const next = panes[(now + 1) % panes.length]
  const first = next?.querySelector<HTMLElement>(
    'button:not(:disabled), select, input, textarea, a[href], [tabindex="0"]',
  )
  ;(first ?? next)?.focus()
}
