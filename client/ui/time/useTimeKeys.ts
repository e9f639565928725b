import { useHotkeys } from 'react-hotkeys-hook'
import { REPLAY_RATES } from '../../../shared/clock.ts'
import { controlReplay, setClock, useClock, viewNow } from '../../live/index.ts'

/** One press of an arrow moves the replay by this part of its range. */
const PARTS = 60

/** A press meant for the button or the slider that has the focus. */
const onControl = (e: KeyboardEvent) =>
  e.target instanceof Element && e.target.closest('button, a, input') !== null

/** The whole of a past by keyboard: space, full stop, arrows, plus and minus; t opens the choice, capital T goes back to live. */
export function useTimeKeys(onOpen: () => void): void {
  const clock = useClock()
  const past = clock.mode !== 'live'
  const replay = clock.mode === 'replay' ? clock : null
  const seek = (parts: number) => {
    if (!replay) return
    const at = viewNow() + ((replay.to - replay.from) / PARTS) * parts
    void controlReplay({ do: 'seek', at: Math.round(Math.min(replay.to, Math.max(replay.from, at))) })
  }
  const faster = (by: 1 | -1) => {
    if (!replay) return
    const rate = REPLAY_RATES[REPLAY_RATES.indexOf(replay.rate) + by]
    if (rate) void controlReplay({ do: 'rate', rate })
  }
  const when = (enabled: boolean) => ({ enabled, preventDefault: true, ignoreEventWhen: onControl })
  useHotkeys('t', onOpen, { preventDefault: true }, [onOpen])
  useHotkeys('shift+t', () => void setClock({ mode: 'live' }), { enabled: past, preventDefault: true }, [
    past,
  ])
  useHotkeys(
    'space',
    () => void controlReplay({ do: replay?.playing ? 'pause' : 'play' }),
    when(replay !== null),
    [replay],
  )
  useHotkeys('period', () => void controlReplay({ do: 'step' }), when(replay !== null), [replay])
  useHotkeys('right', () => seek(1), when(replay !== null), [replay])
  useHotkeys('left', () => seek(-1), when(replay !== null), [replay])
  useHotkeys('plus,equal,shift+equal', () => faster(1), when(replay !== null), [replay])
  useHotkeys('minus', () => faster(-1), when(replay !== null), [replay])
}
