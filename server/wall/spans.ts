/** A screen reports twice a minute: after a longer silence what it showed is not known. */
export const SILENT_MS = 90_000
export const MINUTE_MS = 60_000

export type Span<R> = { from: number; until: number; report: R | null }

/** What each part of a time is told by: `reports` oldest first, the first perhaps from before it; null where none holds. */
export function spansOf<R extends { at: number }>(
  reports: readonly R[],
  from: number,
  until: number,
): Span<R>[] {
  const spans: Span<R>[] = []
  let reached = from
  const add = (to: number, report: R | null) => {
    if (to <= reached) return
    spans.push({ from: reached, until: to, report })
    reached = to
  }
  reports.forEach((report, n) => {
    add(Math.min(report.at, until), null)
    const next = reports[n + 1]?.at ?? Number.POSITIVE_INFINITY
    add(Math.min(report.at + SILENT_MS, next, until), report)
  })
  add(until, null)
  return spans
}

/** Neighbours that say the same are one span, under the first of their words. */
export function joined<R>(spans: readonly Span<R>[], same: (a: R, b: R) => boolean): Span<R>[] {
  const found: Span<R>[] = []
  for (const span of spans) {
    const last = found.at(-1)
    const alike =
      last &&
      (last.report === null || span.report === null
        ? last.report === span.report
        : same(last.report, span.report))
    if (last && alike) found[found.length - 1] = { ...last, until: span.until }
    else found.push(span)
  }
  return found
}
