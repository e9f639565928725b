import { type InputHTMLAttributes, useEffect, useRef, useState } from 'react'

const PAUSE_MS = 250

type Given = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type'>
type Props = Given & { value: string; onChange(text: string): void }

/**
 * Words to search by, kept elsewhere, as in the address. What is typed stands at once and is told when the typing pauses:
 * an input method that takes letters back finds them, and the caret stays. What another part of the page sets stands here too.
 */
export function SearchField({ value, onChange, ...given }: Props) {
  /** `told`: what was said and has not come back yet. */
  const [own, setOwn] = useState({ text: value, seen: value, told: [] as readonly string[] })
  if (value !== own.seen) setOwn(seen(own, value))
  const tell = useRef(onChange)
  tell.current = onChange
  const { text } = own
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => {
      setOwn((o) => ({ ...o, told: [...o.told, text] }))
      tell.current(text)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <input {...given} type="search" value={text} onChange={(e) => setOwn({ ...own, text: e.target.value })} />
  )
}

type Own = { text: string; seen: string; told: readonly string[] }
/** Another value has come: the field's own, which it has gone on from since, or another's. */
export function seen({ text, told }: Own, value: string): Own {
  const at = told.indexOf(value)
  return { text: at < 0 ? value : text, seen: value, told: at < 0 ? [] : told.slice(at + 1) }
}
