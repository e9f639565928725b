import { useCallback, useEffect, useRef, useState } from 'react'
import type { ReadinessFacts, ReadinessFor } from '../../../shared/api/readiness.ts'
import type { LiveError } from '../../../shared/live.ts'
import { NEEDED } from '../../../shared/readiness.ts'
import { liveSocket } from '../../live/index.ts'
import { useLevel } from '../hooks.ts'
import type { Devices } from '../useDevices.ts'
import { measureLine, watchCamera } from './measure.ts'

const NOTHING: ReadinessFacts = { camera: null, microphone: null, line: null, framing: null }
/** So long a voice is waited for before the microphone is told to be silent. */
const LISTEN_MS = 5_000
const ANSWER_MS = 8_000
const QUIET_MS = 800

export type Reading = {
  facts: ReadinessFacts
  /** What is being measured now. */
  busy: boolean
  /** When the server last kept what was measured, ms of its page. */
  sentAt: number | null
  problem: LiveError['error'] | null
  confirm(yes: boolean): void
  again(): void
}
const labelOf = (track: MediaStreamTrack | undefined) => (track?.label ?? '').slice(0, 120)

/** Measures by itself as soon as the devices are open, and tells the server what it found. */
export function useReadiness(of: ReadinessFor, devices: Devices): Reading {
  const { stream, drawn, opening, camera, microphone } = devices
  const [facts, setFacts] = useState(NOTHING)
  const [busy, setBusy] = useState(false)
  const [sentAt, setSentAt] = useState<number | null>(null)
  const [problem, setProblem] = useState<LiveError['error'] | null>(null)
  const [round, setRound] = useState(0)
  const key = JSON.stringify(of)
  const level = useLevel(stream)
  const loudest = useRef(0)
  loudest.current = Math.max(loudest.current, level)

  // The camera: counted when a stream is there, or why there is none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for all of it once more
  useEffect(() => {
    if (!stream || opening) return
    let over = false
    const [track] = stream.getVideoTracks()
    const fault = track ? null : (camera ?? 'missing')
    const put = (seen: Omit<NonNullable<ReadinessFacts['camera']>, 'label' | 'drawn' | 'fault'>) =>
      setFacts((f) => ({ ...f, camera: { ...seen, label: labelOf(track), drawn, fault } }))
    if (fault) {
      put({ width: 0, height: 0, framesPerSecond: 0 })
      setFacts((f) => ({ ...f, framing: null }))
    } else
      watchCamera(stream).then(
        ({ brightness, ...seen }) => {
          if (over) return
          put(seen)
          setFacts((f) => ({ ...f, framing: { brightness, confirmed: f.framing?.confirmed ?? false } }))
        },
        () => !over && put({ width: 0, height: 0, framesPerSecond: 0 }),
      )
    return () => {
      over = true
    }
  }, [stream, opening, camera, drawn, round])

  // The microphone: passed as soon as a voice is heard, silent when none was for a while.
  const heard = level >= NEEDED.level
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for all of it once more
  useEffect(() => {
    if (!stream || opening) return
    const [track] = stream.getAudioTracks()
    const put = (fault: NonNullable<ReadinessFacts['microphone']>['fault']) =>
      setFacts((f) => {
        const level = Math.round(loudest.current * 100) / 100
        const before = f.microphone
        // A voice comes and goes with each word: what was heard once stays heard.
        if (before?.fault === fault && before.level >= NEEDED.level === level >= NEEDED.level) return f
        return { ...f, microphone: { level, label: labelOf(track), fault } }
      })
    if (!track) return put(microphone ?? 'missing')
    if (heard) return put(null)
    const timer = setTimeout(() => put(null), LISTEN_MS)
    return () => clearTimeout(timer)
  }, [stream, opening, microphone, heard, round])

  // The line: once, and again when asked for.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` asks for all of it once more
  useEffect(() => {
    let over = false
    const socket = liveSocket()
    const measure = async () => {
      setBusy(true)
      const begun = await socket.timeout(ANSWER_MS).emitWithAck('readiness:begin', JSON.parse(key))
      if ('error' in begun) {
        if (!over) setProblem(begun.error)
        return
      }
      const line = await measureLine(socket, begun.ticket)
      if (!over) setFacts((f) => ({ ...f, line }))
    }
    const run = () =>
      measure()
        // A line that breaks off while it is measured is measured when it is back.
        .catch(() => undefined)
        .finally(() => !over && setBusy(false))
    if (socket.connected) void run()
    else socket.once('connect', run)
    return () => {
      over = true
      socket.off('connect', run)
    }
  }, [key, round])

  // What was found is told once everything has been looked at, and again when something of it changes.
  const told = useRef('')
  useEffect(() => {
    if (!facts.camera || !facts.microphone || !facts.line) return
    const text = JSON.stringify(facts)
    if (text === told.current) return
    const timer = setTimeout(() => {
      told.current = text
      liveSocket()
        .timeout(ANSWER_MS)
        .emitWithAck('readiness:report', JSON.parse(key), facts)
        .then(
          (answer) => {
            if ('error' in answer) return setProblem(answer.error)
            setProblem(null)
            setSentAt(Date.now())
          },
          () => {
            told.current = ''
          },
        )
    }, QUIET_MS)
    return () => clearTimeout(timer)
  }, [facts, key])

  const confirm = useCallback(
    (confirmed: boolean) => setFacts((f) => (f.framing ? { ...f, framing: { ...f.framing, confirmed } } : f)),
    [],
  )
  const again = useCallback(() => {
    loudest.current = 0
    told.current = ''
    setFacts(NOTHING)
    setRound((n) => n + 1)
  }, [])
  return { facts, busy, sentAt, problem, confirm, again }
}
