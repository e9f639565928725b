import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { type Call, type CallState, type Frame, Recorder, recordingType } from '../../bridge/index.ts'
import { serverNow } from '../../live/index.ts'
import { clockText, dayText, useLanguage } from '../../ui/index.ts'

const WIDTH = 1280
const HEIGHT = 664
const TILE = 230
const MOST_TILES = 4

export type Recording = {
  /** Made by this page. */
  own: boolean
  possible: boolean
  busy: boolean
  error: Error | null
  start(): void
  stop(): void
}

const videos = (point: string) =>
  document.querySelector<HTMLVideoElement>(`[data-stage] video[data-point="${CSS.escape(point)}"]`)

/** This page's pictures as they stand on it: the point in focus large, the others beside. */
function frameOf(session: BridgeView, focus: BridgePointView | null, lines: string[]): Frame {
  const main = focus && videos(focus.id)
  const tiles = [...document.querySelectorAll<HTMLVideoElement>('[data-stage] video[data-point]')]
    .filter((v) => v !== main)
    .slice(0, MOST_TILES)
  const beside = tiles.length > 0 ? TILE : 0
  const height = (TILE * 9) / 16
  return {
    pictures: [
      ...(main ? [{ element: main, x: 0, y: 0, width: WIDTH - beside, height: HEIGHT }] : []),
      ...tiles.map((element, i) => ({
        ...{ element, x: WIDTH - TILE, y: i * (height + 8), width: TILE, height },
      })),
    ],
    lines: [session.title, ...lines],
  }
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
      return s ? frameOf(s, f, [name, time]) : { pictures: [], lines: [] }
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
