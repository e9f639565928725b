/** Chromium 140, Firefox 142; the browser's own word for anything else. */
export function engineOf(agent: string): string {
  const [, firefox] = /Firefox\/(\d+)/.exec(agent) ?? []
  const [, chromium] = /Chrom(?:e|ium)\/(\d+)/.exec(agent) ?? []
  return firefox ? `Firefox ${firefox}` : chromium ? `Chromium ${chromium}` : agent.slice(0, 60)
}
