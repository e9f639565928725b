import { useTranslation } from 'react-i18next'
import { chooseInStep, useInStepOn } from './channel.ts'

/** Whether this window goes with the others of the same person. */
export function StepButton() {
  const { t } = useTranslation('palette')
  const on = useInStepOn()
  const word = t(on ? 'step.isOn' : 'step.isOff')
  return (
    <button
      type="button"
      aria-pressed={on}
      aria-label={word}
      title={word}
      onClick={() => chooseInStep(!on)}
      data-in-step={on}
    >
      {on ? '⇄' : '⇹'}
    </button>
  )
}
