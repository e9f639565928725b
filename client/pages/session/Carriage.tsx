import { useTranslation } from 'react-i18next'
import type { BridgeView } from '../../../shared/live.ts'
import { useEngines } from './useEngines.ts'
import type { SessionActions } from './useSessionActions.ts'

/** By which way picture and sound travel, and the change to the other way where there is one. */
export function Carriage({ session, actions }: { session: BridgeView; actions: SessionActions }) {
  const { t } = useTranslation('bridge')
  const engines = useEngines()
  const other = session.driver === 'peer' ? 'livekit' : 'peer'
  const inside = session.points.filter((p) => p.joinedAt !== null && p.state !== 'left').length
  const possible = other === 'livekit' ? engines?.media === 'up' : inside <= (engines?.peer ?? 0)
  if (!engines || (engines.media === 'none' && session.driver === 'peer')) return null
  return (
    <>
      <hr />
      <small data-driver={session.driver}>
        {t(`carriage.${session.driver}`)}
        {engines.media === 'away' && ` ${t('carriage.away')}`}
      </small>
      <button
        type="button"
        disabled={!possible || actions.move.isPending}
        onClick={() => actions.move.mutate(other)}
        data-action="move"
      >
        {t(`carriage.to.${other}`)}
      </button>
    </>
  )
}
