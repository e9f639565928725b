/** As many decimals as the number has, at least those its indicator is written with and at most six. */
export function decimalsOf(value: number, least: number): number {
  const fraction = /\.(\d+)$/.exec(String(value))?.[1] ?? ''
  return Math.min(6, Math.max(least, fraction.length))
}
