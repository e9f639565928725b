import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AlarmSound } from '../../../../../client/pages/alarms/sound.ts'

/** As many as a browser has open. */
let open = 0
let begun = 0
class Context extends EventTarget {
  state = 'suspended'
  currentTime = 0
  destination = {}
  constructor() {
    super()
    open++
  }
  async resume() {
    this.state = 'running'
  }
  async close() {
    open--
  }
  createOscillator = () => ({
    ...{ frequency: {}, addEventListener: () => {}, stop: () => {} },
    start: () => void begun++,
    connect: (to: unknown) => to,
  })
  createGain = () => ({
    gain: { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} },
    connect: (to: unknown) => to,
  })
}
beforeEach(() => {
  open = 0
  begun = 0
  vi.useFakeTimers()
  vi.stubGlobal('AudioContext', Context)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('gives back what it took of the browser, and is silent', async () => {
  const sound = new AlarmSound(() => {})
  await sound.allow()
  sound.sound('critical')
  expect(begun).toBe(5)
  sound.close()
  expect(open).toBe(0)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(begun).toBe(5)
})

it('sounds again where it is taken up again, as soon as it may', async () => {
  const sound = new AlarmSound(() => {})
  await sound.allow()
  sound.sound('high')
  sound.close()
  sound.sound('high')
  await sound.allow()
  expect(open).toBe(1)
  expect(begun).toBe(6)
  sound.close()
})
