import { type InputHTMLAttributes, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './fields.module.css'
import { hourOf } from './typed.ts'

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type'> & {
  /** 'HH:MM' of 24 hours, or '' for none. */
  value: string
  /** The time, or '' while what stands there is none. */
  onChange(hour: string): void
}

/** A time of day by the 24-hour clock; a browser's own field may ask for AM and PM. */
export function HourField({ value, onChange, ...given }: Props) {
  const { t } = useTranslation('time')
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const wrong = text.trim() !== '' && hourOf(text) === null
  useEffect(() => {
    setText((now) => ((hourOf(now) ?? '') === value ? now : value))
  }, [value])
  useEffect(() => {
    field.current?.setCustomValidity(wrong ? t('field.noHour') : '')
  }, [wrong, t])
  return (
    <input
      placeholder="08:00"
      autoComplete="off"
      {...given}
      ref={field}
      className={styles.hour}
      value={text}
      aria-invalid={wrong || given['aria-invalid'] || undefined}
      onChange={(e) => {
        setText(e.target.value)
        onChange(hourOf(e.target.value) ?? '')
      }}
      onBlur={() => setText((now) => hourOf(now) ?? now)}
    />
  )
}
