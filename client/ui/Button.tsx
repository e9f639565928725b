import type { ButtonHTMLAttributes } from 'react'
import styles from './parts.module.css'

/** A press of the desk; one primary action a pane. */
export function Button({
  primary = false,
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { primary?: boolean }) {
  const look = primary ? `${styles.button} ${styles.primary}` : styles.button
  return <button type="button" className={className ? `${look} ${className}` : look} {...rest} />
}
