import type { Page } from 'playwright-core'

/** What a page's pictures did while the session changed its way. */
export type Watched = {
  /** By point: the longest time without another decoded frame, in ms. */
  gaps: Record<string, number>
  /** By point: tracks that took a picture's place before a frame of theirs had been decoded on this page. */
  early: Record<string, string[]>
  /** By point: how many tracks took its picture's place. */
  changes: Record<string, number>
}
type Watch = { changes: Watched['changes']; stop(): Watched }
declare global {
  interface Window {
    tdWatch?: Watch
  }
}

/** Begins to watch every picture of a page. */
export const watchPictures = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = new Map<string, { frames: number; at: number; gap: number; track: string }>()
    const decoded = new Set<string>()
    const result: Watched = { gaps: {}, early: {}, changes: {} }
    const trackOf = (element: HTMLVideoElement) =>
      element.srcObject instanceof MediaStream ? (element.srcObject.getVideoTracks()[0]?.id ?? '') : ''
    const loaded = (event: Event) => {
      if (event.target instanceof HTMLVideoElement) decoded.add(trackOf(event.target))
    }
    // Media events do not rise, but they can be caught on their way down.
    document.addEventListener('loadeddata', loaded, true)
    for (const element of document.querySelectorAll('video'))
      if (element.readyState >= 2) decoded.add(trackOf(element))
    const look = () => {
      const now = performance.now()
      for (const element of document.querySelectorAll<HTMLVideoElement>('video[data-point]')) {
        const point = element.dataset.point ?? ''
        if (point === 'self') continue
        const frames = element.getVideoPlaybackQuality().totalVideoFrames
        const track = trackOf(element)
        const before = seen.get(point)
        if (!before) {
          seen.set(point, { frames, at: now, gap: 0, track })
          continue
        }
        if (track !== before.track) {
          result.changes[point] = (result.changes[point] ?? 0) + 1
          if (!decoded.has(track)) result.early[point] = [...(result.early[point] ?? []), track || 'none']
        }
        const gap = Math.max(before.gap, now - before.at)
        seen.set(point, { frames, gap, track, at: frames === before.frames ? before.at : now })
      }
    }
    const timer = setInterval(look, 10)
    window.tdWatch = {
      changes: result.changes,
      stop: () => {
        clearInterval(timer)
        document.removeEventListener('loadeddata', loaded, true)
        for (const [point, { gap }] of seen) result.gaps[point] = Math.round(gap)
        return result
      },
    }
  })

export const watched = (page: Page): Promise<Watched> =>
  page.evaluate(() => window.tdWatch?.stop() ?? { gaps: {}, early: {}, changes: {} })
