import { useCallback, useEffect, useRef, useState } from 'react'
import { controlReplay, setClock, useClock, useLink, usePageClock, useViewClock } from '../../live/index.ts'

const STEP_MS = 200

export type ReplayTime = {
  now: number
  playing: boolean
  /** The numbers run on this time too; without it there are none of that time, and all else is shown. */
  numbers: 'coming' | 'there' | 'none'
  seek(at: number): void
  toggle(): void
}

/**
 * One time for everything on the page: the page's own clock, set to replay the session as it was known then. Where no
 * number is of that time the clock is refused; then the record itself runs, without numbers.
 */
export function useReplayTime(from: number, to: number): ReplayTime {
  const clock = useClock()
  const { error, setting } = usePageClock()
  const link = useLink()
  const shown = useViewClock()
  const asked = useRef(false)
  const [alone, setAlone] = useState<{ at: number; playing: boolean }>({ at: from, playing: false })
  const replay = clock.mode === 'replay' && clock.from === from && clock.to === to ? clock : null
  useEffect(() => {
    if (link.state !== 'live' || asked.current || setting) return
    asked.current = true
    if (replay) return
    void setClock({ mode: 'replay', from, to, at: from, rate: 1, playing: false, known: 'then' })
  }, [link.state, setting, replay, from, to])
  // Whoever goes on to another page goes back to the present.
  useEffect(
    () => () => {
      asked.current = false
      void setClock({ mode: 'live' })
    },
    [],
  )
  useEffect(() => {
    if (replay || !alone.playing) return
    const timer = setInterval(
      () =>
        setAlone(({ at, playing }) => ({
          at: Math.min(to, at + STEP_MS),
          playing: playing && at + STEP_MS < to,
        })),
      STEP_MS,
    )
    return () => clearInterval(timer)
  }, [replay, alone.playing, to])
  const seek = useCallback(
    (wish: number) => {
      // Up, not down: what happened in a part of a millisecond has happened at the moment that is chosen for it.
      const at = Math.ceil(Math.min(to, Math.max(from, wish)))
      if (replay) void controlReplay({ do: 'seek', at })
      else setAlone((a) => ({ ...a, at }))
    },
    [replay, from, to],
  )
  const runs = replay ? replay.playing && !replay.ended : alone.playing
  const toggle = useCallback(() => {
    if (replay) void controlReplay({ do: runs ? 'pause' : 'play' })
    else setAlone((a) => ({ ...a, playing: !a.playing }))
  }, [replay, runs])
  return {
    now: replay ? shown : alone.at,
    playing: runs,
    numbers: replay ? 'there' : error ? 'none' : 'coming',
    seek,
    toggle,
  }
}
