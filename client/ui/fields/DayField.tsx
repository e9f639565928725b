import { type InputHTMLAttributes, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayNumber, dayText } from '../../../shared/calendar.ts'
import { serverNow } from '../../live/index.ts'
import styles from './fields.module.css'
import { dayOf, writtenDay } from './typed.ts'

type Given = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'type' | 'min' | 'max'>
type Props = Given & {
  /** 'YYYY-MM-DD', or '' for none. */
  value: string
  /** The day, or '' while what stands there is none. */
  onChange(day: string): void
  /** 'YYYY-MM-DD', both included. */
  min?: string
  max?: string
}

/** What is typed, where it is a day from `min` to `max`. */
function readDay(typed: string, today: string, min = '', max = '9999'): string | null {
  const day = dayOf(typed, today)
  return day && day >= min && day <= max ? day : null
}

/** A day, typed as it is written here (15/12/2026) or chosen from a calendar; a browser's own field would turn day and month round. */
export function DayField({ value, onChange, min, max, ...given }: Props) {
  const { t } = useTranslation('time')
  const [text, setText] = useState(writtenDay(value))
  const field = useRef<HTMLInputElement>(null)
  const calendar = useRef<HTMLInputElement>(null)
  const today = dayText(dayNumber(serverNow()))
  const read = (typed: string) => readDay(typed, today, min, max)
  const wrong = text.trim() !== '' && read(text) === null
  // What another part of the page sets stands here too; what is being typed is left alone.
  useEffect(() => {
    setText((now) => ((readDay(now, today, min, max) ?? '') === value ? now : writtenDay(value)))
  }, [value, today, min, max])
  useEffect(() => {
    field.current?.setCustomValidity(wrong ? t('field.noDay') : '')
  }, [wrong, t])
  const change = (typed: string) => {
    setText(typed)
    onChange(read(typed) ?? '')
  }
  return (
    <span className={styles.field}>
      <input
        placeholder={t('field.day')}
        autoComplete="off"
        {...given}
        ref={field}
        value={text}
        aria-invalid={wrong || given['aria-invalid'] || undefined}
        onChange={(e) => change(e.target.value)}
        onBlur={() => {
          const day = read(text)
          if (day) setText(writtenDay(day))
        }}
      />
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('field.calendar')}
        disabled={given.disabled || given.readOnly}
        onClick={() => calendar.current?.showPicker()}
      >
        ▾
      </button>
      <input
        ref={calendar}
        type="date"
        className={styles.calendar}
        tabIndex={-1}
        aria-hidden
        value={value}
        {...(min ? { min } : {})}
        {...(max ? { max } : {})}
        onChange={(e) => e.target.value && change(writtenDay(e.target.value))}
      />
    </span>
  )
}
