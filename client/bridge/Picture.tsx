import { useAttached } from './hooks.ts'

/** One moving picture. Own pictures and walls are without sound. */
export function Picture(props: {
  stream: MediaStream | null
  muted: boolean
  className?: string | undefined
  label: string
  /** The point whose picture it is. */
  point: string
}) {
  const ref = useAttached(props.stream)
  return (
    <video
      ref={ref}
      className={props.className}
      autoPlay
      playsInline
      muted={props.muted}
      aria-label={props.label}
      data-point={props.point}
    />
  )
}
