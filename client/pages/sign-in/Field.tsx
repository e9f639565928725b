import { useId } from 'react'
import styles from './sign-in.module.css'

type Props = {
  label: string
  name: string
  value: string
  onChange(value: string): void
  type?: 'text' | 'password'
  autoComplete: string
}
export function Field({ label, name, value, onChange, type = 'text', autoComplete }: Props) {
  const id = useId()
  return (
    <p className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        value={value}
        autoComplete={autoComplete}
        spellCheck={false}
        onChange={(e) => onChange(e.target.value)}
      />
    </p>
  )
}
