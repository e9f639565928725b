import { nearestIn, numberIn, type Range } from './typed.ts'
import { useTyped } from './useTyped.ts'

type Props = Range & { label: string; name: string; value: number; onChange(n: number): void }

/** A number of a range; what is typed is brought within it only when the field is left. */
export function NumberField({ label, name, value, onChange, ...range }: Props) {
  const { text, type, leave } = useTyped(value, {
    write: String,
    read: (typed) => numberIn(typed, range),
    onChange,
  })
  return (
    <label>
      {label}
      <input
        type="number"
        name={name}
        min={range.least}
        max={range.most}
        step={range.whole === false ? 'any' : 1}
        value={text}
        onChange={(e) => type(e.target.value)}
        onBlur={() => {
          const nearest = nearestIn(text, range)
          leave()
          if (nearest !== null && nearest !== value) onChange(nearest)
        }}
      />
    </label>
  )
}
