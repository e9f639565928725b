import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordingFault, RecordingView } from '../../../shared/api/recordings.ts'
import type { BridgePointView, BridgeView } from '../../../shared/live.ts'
import { api, RequestProblem, useMe } from '../../api/index.ts'
import { type Call, type CallState, type Frame, Recorder, recordingType } from '../../bridge/index.ts'
import { serverNow } from '../../live/index.ts'
import { clockText, dayText, useLanguage } from '../../ui/index.ts'

const WIDTH = 1280
const HEIGHT = 664
/** Whoever began it takes over first; the others' pages stand in for one that is gone. */
const STAND_IN_MS = 2_000

export type Recording = {
  /** Made by this page. */
  own: boolean
  possible: boolean
  busy: boolean
  error: Error | null
  /** Why this page records in the media server's place; null while it need not. */
  instead: RecordingFault | null
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
  egress: boolean,
): Recording {
  const { t } = useTranslation('bridge')
  const language = useLanguage()
  const recorder = useRef<Recorder | null>(null)
  const here = useRef(true)
  const [own, setOwn] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Error | null>(null)
  const [instead, setInstead] = useState<RecordingFault | null>(null)
  const { person } = useMe()
  const inside = state?.phase === 'in' || state?.phase === 'returning'
  const shown = useRef({ session, focus, inside })
  shown.current = { session, focus, inside }

  const stop = useCallback(async () => {
    const made = recorder.current
    recorder.current = null
    setBusy(true)
    await made?.stop().catch(setError)
    setOwn(false)
    setBusy(false)
  }, [])
  const start = useCallback(
    async (page: boolean) => {
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
      const lost = () => {
        recorder.current = null
        setOwn(false)
      }
      try {
        const maker = page ? 'page' : shown.current.inside ? 'either' : 'egress'
        const begun = await Recorder.start(now.id, frame, lost, maker)
        // Left while it began: what nobody sees any more is not recorded on.
        if (!here.current) return void begun.recorder?.stop().catch(() => undefined)
        recorder.current = begun.recorder
        setOwn(begun.recorder !== null)
        if (!page) setInstead(begun.made.fault)
      } catch (problem) {
        // Somebody else was quicker to take over.
        const taken = page && problem instanceof RequestProblem && problem.code === 'RECORDING_RUNNING'
        if (!taken) setError(problem instanceof Error ? problem : new Error(String(problem)))
      }
      setBusy(false)
    },
    [language, t],
  )
  useTakeOver(session, inside && call !== null && recordingType() !== null, person?.displayName, (fault) => {
    setInstead(fault)
    void start(true)
  })

  useEffect(() => {
    if (own && state) recorder.current?.hear(state.remotes, state.microphone ? state.local : null)
  }, [own, state])
  // Whoever leaves, or whose session ends, sends what is left of it.
  useEffect(() => {
    if (own && (!inside || session?.endedAt)) void stop()
  }, [own, inside, session?.endedAt, stop])
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
      void recorder.current?.stop().catch(() => undefined)
    }
  }, [])

  return {
    own,
    possible:
      (inside && call !== null && recordingType() !== null) || (egress && session?.driver === 'livekit'),
    busy,
    error,
    instead: session?.recording ? instead : null,
    start: () => void start(false),
    stop: () => void stop(),
  }
}

/** When the media server records no longer and nobody stopped it, this page does, while the session goes on. */
function useTakeOver(
  session: BridgeView | undefined,
  able: boolean,
  name: string | undefined,
  takeOver: (fault: RecordingFault) => void,
): void {
  const since = session?.recording ?? null
  const before = useRef(since)
  const act = useRef({ able, takeOver })
  act.current = { able, takeOver }
  const id = session?.id
  const open = session?.endedAt === null
  useEffect(() => {
    const was = before.current
    before.current = since
    if (was === null || since !== null || !id || !open) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const list = await api.get<RecordingView[]>(`/api/bridge/${id}/recordings`)
      const ended = list.find((r) => r.startedAt === was)
      if (ended?.maker !== 'egress' || ended.stopReason !== 'interrupted' || !ended.fault) return
      const { fault } = ended
      timer = setTimeout(
        () => act.current.able && act.current.takeOver(fault),
        ended.startedBy === name ? 0 : STAND_IN_MS,
      )
    }
    // Without an answer nothing is known to be taken over; the sign is off, and the button is there.
    look().catch(() => undefined)
    return () => clearTimeout(timer)
  }, [since, id, open, name])
}
