import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import type { Call, CallState } from '../../bridge/index.ts'

type Props = {
  call: Call
  state: CallState
  session: BridgeView
  /** Shown only once the right is given: asking has its own place. */
  granted?: boolean
}

/** Asks, chooses what to share once it is granted, and stops. The browser's own dialogue says what will be seen. */
export function ShareButton({ call, state, session, granted = false }: Props) {
  const { t } = useTranslation('bridge')
  const [problem, setProblem] = useState<'refused' | 'unsupported' | null>(null)
  const { share } = session.room
  const mine = share.point === state.point
  const asked = share.asks.some((a) => a.point === state.point)
  const choose = async () => {
    setProblem(null)
    if (!navigator.mediaDevices?.getDisplayMedia) return setProblem('unsupported')
    try {
      call.setScreen(
        await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } }, audio: false }),
      )
    } catch {
      setProblem('refused')
    }
  }
  if (granted && !mine) return null
  return (
    <>
      {mine && !state.screen && (
        <button type="button" onClick={() => void choose()} data-action="share-choose">
          {t('share.choose')}
        </button>
      )}
      <button
        type="button"
        onClick={() => call.share(mine || asked ? 'stop' : 'ask')}
        data-action={mine ? 'share-stop' : asked ? 'share-unask' : 'share-ask'}
      >
        {t(mine ? 'share.stop' : asked ? 'share.asked' : 'share.ask')}
      </button>
      {problem && <small role="alert">{t(`share.problem.${problem}`)}</small>}
    </>
  )
}
