import { useLayoutEffect } from 'react'
import { strokeOf } from './keys.ts'
import { beginsKeys, commandOf } from './registry.ts'

/** Two keys after each other belong together within this. */
const TOGETHER_MS = 1_500
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
/** A page behind a dialog rests. */
const isCovered = () => document.querySelector('[role="dialog"], [role="menu"]') !== null

/**
 * One listener for every key of the registry. It comes before any other, so that the D of "G D" is nobody else's; and with
 * the page, not after it was drawn: who sees it may press.
 */
export function useKeys(listens = true): void {
  useLayoutEffect(() => {
    if (!listens) return
    let before: { keys: string; at: number } | null = null
    const press = (e: KeyboardEvent) => {
      if (e.isComposing || e.defaultPrevented) return
      const stroke = strokeOf(e)
      if (!stroke) return
      const typing = isTyping(e.target)
      const covered = isCovered()
      const keys = before && e.timeStamp - before.at < TOGETHER_MS ? `${before.keys} ${stroke}` : stroke
      before = null
      const command = commandOf(keys) ?? (keys === stroke ? null : commandOf(stroke))
      const behind = covered && !command?.inDialog
      const rests = behind || (typing && !command?.typing)
      if (command && !rests) {
        // A press meant for the button that has the focus is that button's own.
        const own = stroke === 'enter' || stroke === 'space'
        if (own && e.target instanceof Element && e.target.closest('button, a, summary')) return
        e.preventDefault()
        e.stopImmediatePropagation()
        command.run(e)
        return
      }
      // No letter, so nobody types it: left to the browser, it would lead out of the dialog or the page.
      if (command?.typing && behind) e.preventDefault()
      if (!typing && !covered && keys === stroke && beginsKeys(stroke)) {
        before = { keys: stroke, at: e.timeStamp }
        e.preventDefault()
        e.stopImmediatePropagation()
      }
    }
    window.addEventListener('keydown', press, true)
    return () => window.removeEventListener('keydown', press, true)
  }, [listens])
}
