import { useState } from 'react'
import styles from './time.module.css'
import { ofField, toField } from './words.ts'

type Props = { label: string; name: string; value: number; onChange(at: number): void }

const days = (field: string) => field.slice(0, 10).split('-').reverse().join('/')
/** '7:0' and '07:00:00' are the same time; NaN for what is none. */
function read(day: string, time: string): number {
  const [, d = '', m = '', y = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(day.trim()) ?? []
  const [, h = '', min = '', s = '0'] = /^(\d{1,2})[:hg.](\d{1,2})(?::(\d{1,2}))?$/i.exec(time.trim()) ?? []
  const two = (text: string) => text.padStart(2, '0')
  const field = `${y}-${two(m)}-${two(d)}T${two(h)}:${two(min)}:${two(s)}`
  const at = ofField(field)
  // 31/2 would roll over into March.
  return Number.isFinite(at) && toField(at) === field ? at : Number.NaN
}

/** A moment of Viet Nam's clock, typed as it is written here: 23/11/2026 and 07:00:00, whatever the browser's own form. */
export function MomentField({ label, name, value, onChange }: Props) {
  const first = Number.isFinite(value) ? toField(value) : ''
  const [day, setDay] = useState(() => days(first))
  const [time, setTime] = useState(() => first.slice(11))
  const wrong = Number.isNaN(read(day, time))
  return (
    <fieldset className={styles.moment} data-wrong={wrong || undefined}>
      <legend>{label}</legend>
      <input
        name={`${name}-day`}
        value={day}
        inputMode="numeric"
        placeholder="23/11/2026"
        aria-invalid={wrong}
        onChange={(e) => {
          setDay(e.target.value)
          onChange(read(e.target.value, time))
        }}
      />
      <input
        name={`${name}-time`}
        value={time}
        inputMode="numeric"
        placeholder="07:00:00"
        aria-invalid={wrong}
        onChange={(e) => {
          setTime(e.target.value)
          onChange(read(day, e.target.value))
        }}
      />
    </fieldset>
  )
}
