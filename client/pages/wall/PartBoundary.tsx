import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Boundary } from '../../ui/Boundary.tsx'
import { reportFailure } from './device/failures.ts'
import styles from './failed.module.css'

const AGAIN_MS = 30_000

type Props = {
  /** What it is, for the desk. */
  name: string
  /** Another value is another thing to draw: it is tried at once. */
  of?: unknown
  /** Its place in the grid around it. */
  area?: string
  /** Nothing stands in its place. */
  quiet?: boolean
  /** True when it cannot be drawn, false when it is tried again. */
  onFailed?(failed: boolean): void
  children: ReactNode
}

/** One part of what a wall shows: where it cannot be drawn it says so in its place, and is tried again after a while. */
export function PartBoundary({ of, children, ...rest }: Props) {
  return (
    <Boundary of={of} instead={(error, again) => <Failed {...rest} error={error} again={again} />}>
      {children}
    </Boundary>
  )
}

type FailedProps = Omit<Props, 'of' | 'children'> & { error: unknown; again(): void }

function Failed({ name, area, quiet, onFailed, error, again }: FailedProps) {
  const { t } = useTranslation('wall')
  useEffect(() => {
    const stands = reportFailure(name, error)
    const timer = setTimeout(again, AGAIN_MS)
    onFailed?.(true)
    return () => {
      clearTimeout(timer)
      stands()
      onFailed?.(false)
    }
  }, [name, error, again, onFailed])
  if (quiet) return null
  return (
    <section className={styles.failed} style={area ? { gridArea: area } : undefined} data-failed={name}>
      <p>{t('failed.part')}</p>
    </section>
  )
}
