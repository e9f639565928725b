import { codesIn } from './typed.ts'
import { useTyped } from './useTyped.ts'

type Props = { label: string; name: string; value: string[]; onChange(codes: string[]): void }

/** Codes of indicators or units, with commas between them. */
export function Codes({ label, name, value, onChange }: Props) {
  const { text, type, leave } = useTyped(value, { write: (v) => v.join(', '), read: codesIn, onChange })
  return (
    <label>
      {label}
      <input name={name} value={text} onChange={(e) => type(e.target.value)} onBlur={leave} />
    </label>
  )
}
