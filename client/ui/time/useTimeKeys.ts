import { useTranslation } from 'react-i18next'
import { REPLAY_RATES } from '../../../shared/clock.ts'
import { useCommands } from '../../commands/registry.ts'
import { controlReplay, setClock, useClock, viewNow } from '../../live/index.ts'

/** One press of an arrow moves the replay by this part of its range. */
const PARTS = 60

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
  const { t } = useTranslation('palette')
  const group = t('group.time')
  const replays = { group, enabled: replay !== null }
  useCommands([
    { id: 'time.choose', title: t('time.choose'), group, keys: ['t'], run: onOpen },
    {
      ...{ id: 'time.live', title: t('time.live'), group, keys: ['shift+t'], enabled: past },
      run: () => void setClock({ mode: 'live' }),
    },
    {
      ...{ ...replays, id: 'time.play', title: t('time.play'), keys: ['space'] },
      run: () => void controlReplay({ do: replay?.playing ? 'pause' : 'play' }),
    },
    {
      ...{ ...replays, id: 'time.step', title: t('time.step'), keys: ['.'] },
      run: () => void controlReplay({ do: 'step' }),
    },
    {
      ...{ ...replays, id: 'time.forward', title: t('time.forward'), keys: ['right'] },
      run: () => seek(1),
    },
    { ...{ ...replays, id: 'time.back', title: t('time.back'), keys: ['left'] }, run: () => seek(-1) },
    {
      ...{ ...replays, id: 'time.faster', title: t('time.faster'), keys: ['plus', '='] },
      run: () => faster(1),
    },
    { ...{ ...replays, id: 'time.slower', title: t('time.slower'), keys: ['minus'] }, run: () => faster(-1) },
  ])
}
