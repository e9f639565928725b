import { useEffect, useState } from 'react'
import { DayField } from './DayField.tsx'
import styles from './fields.module.css'
import { HourField } from './HourField.tsx'

type Props = {
  name: string
  /** Names both halves to those who do not see what stands before them. */
  label: string
  /** 'YYYY-MM-DDTHH:MM' or with seconds, by Viet Nam's clock; '' for none. */
  value: string
  /** The same, or '' while a half of it is missing. */
  onChange(value: string): void
}

/** A moment: the day in `${name}-day`, the time in `${name}-hour`. */
export function DayHourField({ name, label, value, onChange }: Props) {
  const [day = '', hour = ''] = value.split('T')
  const [half, setHalf] = useState({ day, hour })
  useEffect(() => {
    if (day && hour) setHalf({ day, hour })
  }, [day, hour])
  const change = (next: Partial<typeof half>) => {
    const both = { ...half, ...next }
    setHalf(both)
    onChange(both.day && both.hour ? `${both.day}T${both.hour}` : '')
  }
  return (
    <span className={styles.both}>
      <DayField
        name={`${name}-day`}
        aria-label={label}
        value={half.day}
        onChange={(d) => change({ day: d })}
      />
      <HourField
        name={`${name}-hour`}
        aria-label={label}
        value={half.hour}
        onChange={(h) => change({ hour: h })}
      />
    </span>
  )
}
