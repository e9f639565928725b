import { useState } from 'react'

type Meaning<Text, Value> = {
  write(value: Value): Text
  /** What a text means; null: nothing yet. */
  read(text: Text): Value | null
  onChange(value: Value): void
}

/**
 * What a person types for a value: it stands as it is typed and is passed on as soon as it means something. It is written
 * anew when the field is left, and when the value becomes another, as by undoing.
 */
export function useTyped<Text, Value>(value: Value, { write, read, onChange }: Meaning<Text, Value>) {
  const [typed, setTyped] = useState<{ text: Text; of: string } | null>(null)
  const now = JSON.stringify([value])
  return {
    text: typed?.of === now ? typed.text : write(value),
    type(text: Text) {
      const meant = read(text)
      setTyped({ text, of: meant === null ? now : JSON.stringify([meant]) })
      if (meant !== null) onChange(meant)
    },
    leave: () => setTyped(null),
  }
}
