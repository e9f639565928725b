import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { type Call, type CallState, type Frame, Recorder, recordingType } from '../../bridge/index.ts'
import { serverNow } from '../../live/index.ts'
import { clockText, dayText, useLanguage } from '../../ui/index.ts'

const WIDTH = 1280
const HEIGHT = 664

export type Recording = {
  /** Made by this page. */
  own: boolean
  possible: boolean
  busy: boolean
  error: Error | null
  start(): void
  stop(): void
}

/** This page's pictures as they stand on it, in the layout that the room has now. */
function frameOf(session: BridgeView, lines: string[]): Frame {
  const stage = document.querySelector<HTMLElement>('[data-stage]')
  const field = stage?.getBoundingClientRect()
  if (!stage || !field?.width || !field.height) return { pictures: [], lines: [session.title, ...lines] }
  const scale = Math.min(WIDTH / field.width, HEIGHT / field.height)
  const left = (WIDTH - field.width * scale) / 2
  const top = (HEIGHT - field.height * scale) / 2
  const pictures = [...stage.querySelectorAll<HTMLVideoElement>('video[data-point]')].map((element) => {
    const r = element.getBoundingClientRect()
    return {
      element,
      x: left + (r.left - field.left) * scale,
      y: top + (r.top - field.top) * scale,
      width: r.width * scale,
      height: r.height * scale,
    }
  })
  return { pictures, lines: [session.title, ...lines] }
}

/** Recording of this page's session: begun and stopped by whoever directs, from inside the session. */
export function useRecorder(
  session: BridgeView | undefined,
  call: Call | null,
  state: CallState | null,
  focus: BridgePointView | null,
): Recording {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const recorder = useRef<Recorder | null>(null)
  const [own, setOwn] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const shown = useRef({ session, focus })
  shown.current = { session, focus }
  const inside = state?.phase === 'in' || state?.phase === 'returning'

  const stop = useCallback(async () => {
    const made = recorder.current
    recorder.current = null
    setBusy(true)
    await made?.stop().catch(setError)
    setOwn(false)
    setBusy(false)
  }, [])
  const start = useCallback(async () => {
    const { session: now } = shown.current
    if (!now || recorder.current) return
    setBusy(true)
    setError(null)
    const frame = (): Frame => {
      const { session: s, focus: f } = shown.current
      const at = serverNow()
      const time = `${dayText(at, language)} ${clockText(at, language)}`
      const name = f ? `${f.name[language]}${f.drawn ? ` (${t('simulatedShort')})` : ''}` : ''
      return s ? frameOf(s, [name, time]) : { pictures: [], lines: [] }
    }
    try {
      recorder.current = await Recorder.start(now.id, frame, () => {
        recorder.current = null
        setOwn(false)
      })
      setOwn(true)
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)))
    }
    setBusy(false)
  }, [language, t])

  useEffect(() => {
    if (own && state) recorder.current?.hear(state.remotes, state.microphone ? state.local : null)
  }, [own, state])
  // Whoever leaves, or whose session ends, sends what is left of it.
  useEffect(() => {
    if (own && (!inside || session?.endedAt)) void stop()
  }, [own, inside, session?.endedAt, stop])
  useEffect(() => () => void recorder.current?.stop().catch(() => undefined), [])

  return {
    own,
    possible: inside && call !== null && recordingType() !== null,
    busy,
    error,
    start: () => void start(),
    stop: () => void stop(),
  }
}
