import { useEffect } from 'react'
import { screenToken } from '../../../api/index.ts'
import {
  learnFromFrame,
  liveSocket,
  onScene,
  onTold,
  renewScreenToken,
  serverNow,
  standAt,
} from '../../../live/index.ts'
import { beginAnew, reloadOnceReady } from './anew.ts'
import { Gauge, heap } from './health.ts'
import { keepPage } from './keep.ts'
import { obey } from './orders.ts'
import { sendPicture } from './pictures.ts'
import { isKept } from './program.ts'
import { prove } from './proof.ts'
import { PATIENCE_MS, wantsReload } from './renewal.ts'
import { deviceStore } from './self.ts'
import { coverOf } from './sight.ts'
import { watchMain } from './watchdog.ts'

const BEAT_MS = 5_000
const PROOF_MS = 30_000
const THUMBNAIL_MS = 60_000
/** A scene has drawn itself after this. */
const SETTLED_MS = 1_500
const LOOK_MS = 10_000

/** A part of the program did not come: the server was away, or is newer than this page. Only a new page mends that. */
function onMissingProgram(listener: () => void): () => void {
  addEventListener('vite:preloadError', listener)
  return () => removeEventListener('vite:preloadError', listener)
}

/** The device's own life while the wall is shown: what it is told, how it does, what it showed, when it renews itself. */
export function useDevice(): void {
  useEffect(() => {
    const socket = liveSocket()
    const gauge = new Gauge()
    const beat = () => {
      if (socket.connected) socket.emit('screen:beat', gauge.read(isKept()))
    }
    const tell = (why: 'scene' | 'beat') => {
      if (socket.connected) void prove(socket, why).catch(() => undefined) // the next one is soon
    }
    const small = () => {
      if (socket.connected) void sendPicture('small').catch(() => undefined) // a minute later there is another
    }
    let settled: ReturnType<typeof setTimeout>
    const tellAnew = () => {
      clearTimeout(settled)
      settled = setTimeout(() => {
        tell('scene')
        small()
      }, SETTLED_MS)
    }
    const stops = [
      gauge.start(),
      onTold('screen:self', (self) => {
        // The machine's own clock, which may be wrong, is never drawn where the server's can be known.
        learnFromFrame(self.now)
        standAt(self.place)
        deviceStore.setState({ self, overlay: self.overlay, taken: false })
      }),
      obey(socket),
      onTold('screen:there', (ack) => ack()),
      onTold('screen:token', (token, ack) => {
        screenToken.set(token)
        renewScreenToken(token)
        ack()
      }),
      watchMain(),
      onMissingProgram(() => void beginAnew()),
      keepPage(),
      onScene(() => {
        if (socket.connected && reason()) void reloadOnceReady()
        tellAnew()
      }),
      deviceStore.subscribe((now, was) => {
        const at = serverNow()
        if (coverOf(now, at) !== coverOf(was, at)) tellAnew()
      }),
    ]
    const reason = () =>
      wantsReload({
        ...{ now: serverNow(), age: performance.now(), heap: heap() },
        screen: deviceStore.getState().self?.id ?? 0,
        plans: deviceStore.getState().self?.shiftPlans ?? [],
      })
    let wantedSince: number | null = null
    const guard = () => {
      if (!reason() || !socket.connected) wantedSince = null
      else if (wantedSince === null) wantedSince = performance.now()
      else if (performance.now() - wantedSince > PATIENCE_MS) void reloadOnceReady()
    }
    const timers = [
      setInterval(beat, BEAT_MS),
      setInterval(() => tell('beat'), PROOF_MS),
      setInterval(small, THUMBNAIL_MS),
      setInterval(guard, LOOK_MS),
    ]
    const first = setTimeout(beat, 1_000)
    return () => {
      clearTimeout(first)
      clearTimeout(settled)
      for (const timer of timers) clearInterval(timer)
      for (const stop of stops) stop()
    }
  }, [])
}
