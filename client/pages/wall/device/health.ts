// How this screen does, told every few seconds.
import type { ScreenHealth } from '../../../../shared/wall.ts'
import { serverNow } from '../../../live/index.ts'
import { engineOf } from './engine.ts'
import { failures } from './failures.ts'
import { loader } from './loader.ts'

const MB = 2 ** 20
const startedAt = performance.now()

/** The page's build, by the name of its program. */
export const build =
  /index-([\w-]+)\.js/.exec(
    document.querySelector<HTMLScriptElement>('script[type=module][src*="/assets/"]')?.src ?? '',
  )?.[1] ?? ''

/** Chromium alone tells how much it holds. */
export function heap(): { used: number; limit: number } | null {
  const memory: unknown = Reflect.get(performance, 'memory')
  if (typeof memory !== 'object' || memory === null) return null
  const used: unknown = Reflect.get(memory, 'usedJSHeapSize')
  const limit: unknown = Reflect.get(memory, 'jsHeapSizeLimit')
  return typeof used === 'number' && typeof limit === 'number' ? { used: used / MB, limit: limit / MB } : null
}

/** Counts frames, standstills and lost drawing contexts from now on. */
export class Gauge {
  #frames = 0
  #since = performance.now()
  #last = performance.now()
  #stalled = 0
  #contextsLost = 0
  #frame = 0

  start(): () => void {
    const count = () => {
      const now = performance.now()
      this.#frames++
      this.#stalled = Math.max(this.#stalled, now - this.#last)
      this.#last = now
      this.#frame = requestAnimationFrame(count)
    }
    this.#frame = requestAnimationFrame(count)
    const lost = () => this.#contextsLost++
    document.addEventListener('webglcontextlost', lost, true)
    return () => {
      cancelAnimationFrame(this.#frame)
      document.removeEventListener('webglcontextlost', lost, true)
    }
  }

  /** Since the last reading. */
  read(kept: boolean): ScreenHealth {
    const now = performance.now()
    const seconds = Math.max((now - this.#since) / 1_000, 0.001)
    const held = heap()
    const health: ScreenHealth = {
      framesPerSecond: Math.round((this.#frames / seconds) * 10) / 10,
      heapMb: held && Math.round(held.used),
      heapLimitMb: held && Math.round(held.limit),
      skewMs: Math.round(Date.now() - serverNow()),
      version: build,
      engine: engineOf(navigator.userAgent),
      width: Math.round(innerWidth * devicePixelRatio),
      height: Math.round(innerHeight * devicePixelRatio),
      contextsLost: this.#contextsLost,
      upSeconds: Math.round((now - startedAt) / 1_000),
      kept,
      ...(loader ? { loader } : {}),
      stalledMs: Math.round(this.#stalled),
      failed: failures(),
    }
    this.#frames = 0
    this.#since = now
    this.#stalled = 0
    return health
  }
}
