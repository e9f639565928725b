import { setTimeout as pause } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { type Profile, timesOf } from './profile.ts'

export type MainThread = {
  seconds: number
  /** All work of the page's main thread, ms per second. */
  total: number
  /** Scripts that are not the map's, with garbage collection, style and layout, ms per second. */
  own: number
  /** Scripts of the map's libraries, ms per second. */
  map: number
  /** The longest single piece of work, ms; 0 = none reached the 50 ms that the browser reports. */
  longest: number
  /** Growth of the heap between two collections, bytes. */
  heapGrowth: number
}

/** Watches a page's main thread for that long. Sampled twice a millisecond; style and layout by the browser's own count. */
export async function watchMainThread(page: Page, ms: number): Promise<MainThread> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('Profiler.enable')
  await cdp.send('Profiler.setSamplingInterval', { interval: 500 })
  await page.evaluate(() => {
    const longest = { ms: 0 }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest.ms = Math.max(longest.ms, entry.duration)
    }).observe({ type: 'longtask' })
    Object.assign(window, { longest })
  })
  await cdp.send('HeapProfiler.collectGarbage')
  const before = await figures(cdp)
  await cdp.send('Profiler.start')
  await pause(ms)
  const { profile } = await cdp.send('Profiler.stop')
  const after = await figures(cdp)
  await cdp.send('HeapProfiler.collectGarbage')
  const heap = await figures(cdp)
  const longest = await page.evaluate(() => (window as unknown as { longest: { ms: number } }).longest.ms)
  await cdp.detach()
  const spent = (name: string) => after(name) - before(name)
  const seconds = spent('Timestamp')
  const times = timesOf(profile as Profile)
  const layout = (spent('LayoutDuration') + spent('RecalcStyleDuration')) * 1000
  return {
    seconds,
    total: (spent('TaskDuration') * 1000) / seconds,
    own: (times.own + layout) / seconds,
    map: times.map / seconds,
    longest,
    heapGrowth: heap('JSHeapUsedSize') - before('JSHeapUsedSize'),
  }
}

async function figures(cdp: CDPSession): Promise<(name: string) => number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return (name) => metrics.find((m) => m.name === name)?.value ?? 0
}
