type Props = {
  values: readonly number[]
  target: number | null
  className?: string | undefined
  width: number
  height: number
  title: string
}

/** The way a number came, its target as dots, its last point marked. */
export function Sparkline({ values, target, className, width, height, title }: Props) {
  if (values.length < 2) return <svg className={className} width={width} height={height} aria-hidden="true" />
  const all = target === null ? values : [...values, target]
  const low = Math.min(...all)
  const span = Math.max(...all) - low || 1
  const pad = 4
  const x = (i: number) => pad + (i / (values.length - 1)) * (width - 2 * pad)
  const y = (v: number) => height - pad - ((v - low) / span) * (height - 2 * pad)
  const line = values.map((v, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}`).join('')
  const last = values.at(-1) ?? 0
  return (
    <svg className={className} width={width} height={height} role="img" aria-label={title}>
      {target !== null && (
        <line
          x1={pad}
          x2={width - pad}
          y1={y(target)}
          y2={y(target)}
          strokeDasharray="1.5 3.5"
          data-part="target"
        />
      )}
      <path d={line} fill="none" data-part="line" />
      <circle cx={x(values.length - 1)} cy={y(last)} r="2.6" data-part="last" />
    </svg>
  )
}
