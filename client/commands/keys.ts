// Keys as they are written in the registry: 'j', 'shift+f6', 'mod+k', 'g d'. mod is Ctrl, or ⌘ on a Mac.

type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>
const NAMES: Record<string, string> = {
  ' ': 'space',
  '+': 'plus',
  '-': 'minus',
  Escape: 'esc',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/** What was pressed; a Vietnamese input method hides the letter, its place on the keyboard does not. Empty for a bare modifier. */
export function strokeOf(e: Stroke): string {
  if (['Control', 'Shift', 'Alt', 'Meta', 'CapsLock'].includes(e.key)) return ''
  const hidden = e.key === 'Process' || e.key === 'Dead' || e.key === 'Unidentified'
  const raw = hidden ? e.code.replace(/^(Key|Digit)/, '') : e.key
  const key = (NAMES[raw] ?? raw).toLowerCase()
  const isLetter = /^[a-z]$/.test(key)
  // '?' and '/' are what they are, whatever key makes them.
  const shift = e.shiftKey && (key.length > 1 || isLetter)
  return [e.ctrlKey || e.metaKey ? 'mod' : '', e.altKey ? 'alt' : '', shift ? 'shift' : '', key]
    .filter(Boolean)
    .join('+')
}

/** The keys of one command as keycaps: 'mod+k' → ['Ctrl', 'K'], 'g d' → ['G', 'D']. */
export function keycaps(keys: string): string[] {
  const cap: Record<string, string> = {
    mod: 'Ctrl',
    shift: '⇧',
    alt: 'Alt',
    esc: 'Esc',
    enter: 'Enter',
    space: 'Space',
    plus: '+',
    minus: '−',
    up: '↑',
    down: '↓',
    left: '←',
    right: '→',
  }
  return keys.split(/[ +]/).map((k) => cap[k] ?? k.toUpperCase())
}
