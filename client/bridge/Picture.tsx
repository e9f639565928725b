import type { Remote } from './carrier.ts'
import { useAttached } from './hooks.ts'

/** One moving picture. Own pictures and walls are without sound. */
export function Picture(props: {
  stream: MediaStream | null
  /** A remote's own way to put itself on an element. */
  attach?: Remote['attach']
  muted: boolean
  className?: string | undefined
  label: string
  /** The point whose picture it is. */
  point: string
}) {
  const ref = useAttached(props.stream, props.attach)
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
