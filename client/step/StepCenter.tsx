import { useTranslation } from 'react-i18next'
import type { ClockState, ClockWanted } from '../../shared/clock.ts'
import type { Language } from '../../shared/vocabulary.ts'
import { useCommands } from '../commands/index.ts'
import { chooseLanguage } from '../i18n/index.ts'
import { setClock, usePageClock, viewNow } from '../live/index.ts'
import { chooseTheme, type Theme, useLanguage, useTheme } from '../ui/preferences.ts'
import { chooseInStep, useInStepOn } from './channel.ts'
import { useInStep } from './useInStep.ts'

const PANES = ['board', 'attention', 'panel', 'log', 'map'] as const
const isLanguage = (v: unknown): v is Language => v === 'vi' || v === 'en'
const isTheme = (v: unknown): v is Theme => v === 'dark' || v === 'light'
const isClock = (v: unknown): v is ClockWanted =>
  typeof v === 'object' && v !== null && 'mode' in v && (v.mode === 'live' || 'at' in v)

/** Language, look and time in step on every page; the panes of the desk as windows of their own. */
export function StepCenter() {
  const { t } = useTranslation('palette')
  const on = useInStepOn()
  const { clock, setting } = usePageClock()
  useInStep('language', useLanguage(), isLanguage, (l) => void chooseLanguage(l))
  useInStep('theme', useTheme(), isTheme, chooseTheme)
  useInStep('clock', wantedOf(clock), isClock, (wanted) => void setClock(wanted), {
    sameBy: sameTime,
    // A page that is opened at another time is on its way there.
    named: setting || clock.mode !== 'live',
    now: (wanted) => (wanted.mode === 'replay' ? { ...wanted, at: Math.round(viewNow()) } : wanted),
  })
  const group = t('group.windows')
  useCommands([
    {
      ...{ id: 'step', title: t(on ? 'step.off' : 'step.on'), group, keys: ['w'] },
      run: () => chooseInStep(!on),
    },
    ...PANES.map((pane) => ({
      ...{ id: `pane.${pane}`, title: t(`pane.${pane}`), group },
      run: () => void window.open(`/desk?pane=${pane}`, `td-${pane}`, 'popup,width=1280,height=900'),
    })),
  ])
  return null
}

/** A replay that runs moves by itself in every window: only its range, pace and standing still are told. */
const sameTime = (w: ClockWanted): string =>
  JSON.stringify(w.mode === 'replay' && w.playing ? { ...w, at: 0 } : w)

/** What another window has to ask for to show the same time; a replay is told when it is steered, not as it runs. */
function wantedOf(clock: ClockState): ClockWanted {
  if (clock.mode === 'live') return { mode: 'live' }
  if (clock.mode === 'fixed') {
    const { at, from, known } = clock
    return { mode: 'fixed', at, known, ...(from === null ? {} : { from }) }
  }
  const { from, to, rate, playing, known } = clock
  return { mode: 'replay', from, to, rate, playing, known, at: Math.round(viewNow()) }
}
